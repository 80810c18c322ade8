/** CloudEvents whose attributes are headers. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isBinaryMode, readBinaryMode } from './http-binary.js';

const read = (...rawHeaders: readonly string[]): ReturnType<typeof readBinaryMode> =>
  readBinaryMode({ rawHeaders, contentType: 'application/json', body: { reason: 'pain' } });

describe('A CloudEvent in binary mode', () => {
  it('has its attributes in headers, and the body is its data', () => {
    expect(read('CE-SpecVersion', '1.0', 'ce-id', '17', 'Host', 'localhost')).toEqual({
      value: {
        ...{ specversion: '1.0', id: '17' },
        ...{ datacontenttype: 'application/json', data: { reason: 'pain' } },
      },
    });
    expect(isBinaryMode({ 'ce-specversion': '1.0' })).toBe(true);
    expect(isBinaryMode({ 'content-type': 'application/cloudevents+json' })).toBe(false);
  });

  it('needs no body', () => {
    const rawHeaders = ['ce-id', '17'];
    const none = { contentType: undefined, body: undefined };
    expect(readBinaryMode({ rawHeaders, ...none })).toEqual({ value: { id: '17' } });
  });

  it.each([
    ['%C3%84ngen%20A', 'Ängen A'],
    ['100%25', '100%'],
    ['%2525', '%25'],
    ['"quoted %22word%22"', 'quoted "word"'],
    ['a+b', 'a+b'],
  ])('is decoded once: %s', (header, subject) => {
    expect(read('ce-subject', header)).toMatchObject({ value: { subject } });
  });

  it.each(['%FF', '%C3', '%', '%zz'])('is refused where it cannot be decoded: %s', (header) => {
    expect(read('ce-subject', header)).toMatchObject({ faults: [{ path: '/subject' }] });
  });

  it('is refused where an attribute is given twice, or in a header that is no attribute', () => {
    expect(read('ce-id', '1', 'Ce-Id', '2')).toMatchObject({ faults: [{ path: '/id' }] });
    expect(read('ce-data', '{}')).toMatchObject({ faults: [{ path: '/data' }] });
    expect(read('ce-datacontenttype', 'a/b')).toMatchObject({
      faults: [{ path: '/datacontenttype' }],
    });
  });

  it('keeps any text that was percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(read('ce-subject', encodeURIComponent(text))).toMatchObject({
          value: { subject: text },
        });
      }),
    );
  });
});
