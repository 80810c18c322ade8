/** Addresses of databases: what they say, and that no password is shown. */
import { describe, expect, it } from '@jest/globals';
import { parsePostgresAddress, PostgresAddressInvalid } from './postgres-address.js';

describe('The address of a PostgreSQL database', () => {
  it('names server, database, user and schemas', () => {
    expect(parsePostgresAddress('postgres://anna@localhost/care?schema=north')).toEqual({
      ...{ text: 'postgres://anna@localhost/care?schema=north', host: 'localhost', port: 5432 },
      ...{ database: 'care', user: 'anna', tls: false, prefix: 'north' },
    });
    const socket = parsePostgresAddress('postgresql://anna@x:6432/care?host=/run/postgresql');
    expect(socket).toMatchObject({ host: '/run/postgresql', port: 6432, prefix: 'stafett' });
  });

  it('never shows its password', () => {
    const address = parsePostgresAddress('postgres://anna:s%20cret@localhost/care');
    expect(address.password).toBe('s cret');
    expect(JSON.stringify(address)).not.toContain('cret');
    expect(parsePostgresAddress(`postgres://anna@localhost/care`, 'other').password).toBe('other');
    for (const wrong of ['postgres//anna:cret@x/y', 'mysql://anna:cret@x/y', 'postgres://a:cret@x'])
      expect(refusalOf(wrong)).not.toContain('cret');
  });

  it('asks for TLS and a certificate wherever a network is crossed', () => {
    const tls = (rest: string) => parsePostgresAddress(`postgres://anna@${rest}`).tls;
    expect(tls('db.example/care')).toEqual({ rejectUnauthorized: true });
    expect(tls('db.example/care?sslmode=require')).toEqual({ rejectUnauthorized: false });
    expect(tls('db.example/care?sslmode=disable')).toBe(false);
    expect(tls('[::1]/care')).toBe(false);
    expect(tls('localhost/care?sslmode=verify-full')).toEqual({ rejectUnauthorized: true });
  });

  it('is refused where it says what nobody would heed', () => {
    for (const wrong of [
      ...['anna@db/care', 'anna@db', 'db/care', 'anna@db/care?shema=x', 'anna@db/care?schema=X-1'],
      ...[
        'anna@db/care?sslmode=prefer',
        'anna@db/care?target_session_attrs=read-write',
        'anna@one,two/care',
        'anna@one:5432,two:5432/care',
        'anna@db/care?sslmode=require&sslrootcert=/none',
        'a%@db/x',
      ],
    ].map((rest, n) => (n === 0 ? rest : `postgres://${rest}`)))
      expect(refusalOf(wrong)).toMatch(/^The address of the PostgreSQL database is not valid: /);
  });
});

function refusalOf(address: string): string {
  try {
    parsePostgresAddress(address);
  } catch (error) {
    if (error instanceof PostgresAddressInvalid) return error.message;
    throw error;
  }
  throw new Error(`${address} was taken.`);
}
