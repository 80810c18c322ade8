/** What is recorded of one patient takes more memory than one patient may. */
export class HistoryTooLarge extends Error {
  readonly code = 'history-too-large';
  override readonly name = 'HistoryTooLarge';
  constructor(readonly limitBytes: number) {
    super(
      `What is recorded of this patient takes more than ${limitBytes / 2 ** 20} MiB of memory, ` +
        'which is the limit for one patient.',
    );
  }
}
