/**
 * Rows of the log become events, decoded and brought up to date. What cannot be read of one makes
 * it a damaged event.
 */
import type { Damage, DamagedEvent, LogEvent, PayloadCodec, Position, Upcasters } from '../port.js';
import { upcastWith } from '../upcasting.js';
import { checksumOf, crcOf, crcOfName } from './checksum.js';
import { dataOf, metadataOf } from './rows.js';
import type { Row } from './rows.js';
import type { NameOf } from './stream-names.js';

/** A type's name; undefined where it is not what was written. */
export type TypeNames = ReadonlyMap<string, string | undefined>;

export class EventDecoder {
  private readonly upcast;

  constructor(
    private readonly codec: PayloadCodec,
    upcasters: Upcasters | undefined,
  ) {
    this.upcast = upcastWith(upcasters);
  }

  /** @param types has the type of every row, where the log has it */
  event(row: Row, types: TypeNames, nameOf: NameOf): LogEvent {
    const [position, revision, id, typeKey, recordedAtText, , , streamKey] = row;
    const [name, crc] = nameOf(row);
    const stream = name ?? `$streams-${streamKey}`;
    if (name === null || crcOfName(name) !== Number(crc)) return damaged(row, stream, 'stream');
    const type = types.get(typeKey);
    if (type === undefined) return damaged(row, stream, 'type');
    let field: 'data' | 'metadata' = 'metadata';
    try {
      const metadata = this.codec.decode({ stream, type, field }, metadataOf(row));
      field = 'data';
      const data = this.codec.decode({ stream, type, field }, dataOf(row));
      if (!isAsWritten(row)) return damaged(row, stream, 'checksum');
      const content = { type, data, metadata };
      const recordedAt = Number(recordedAtText);
      const event = this.upcast === undefined ? content : this.upcast(content);
      return {
        ...{ id, type: event.type, data: event.data, metadata: event.metadata, stream },
        ...{ revision: Number(revision), position: position as Position },
        // One clock never goes back here: a group is recorded at the log's last time at least.
        ...{ recordedAt, knownAt: recordedAt },
      };
    } catch {
      // What a parser says of a payload repeats a part of it, so nothing of the error is kept.
      return damaged(row, stream, field);
    }
  }
}

/** What it holds is what was written, as far as its checksum can tell. */
function isAsWritten(row: Row): boolean {
  const [position, revision, id, type, recordedAt, , , stream, checksum] = row;
  const crc = crcOf({ id, data: dataOf(row), metadata: metadataOf(row) });
  const numbers = [position, stream, revision, type, recordedAt].map(Number);
  return checksumOf(crc, numbers) === Number(checksum);
}

function damaged(
  [position, revision, id, , recordedAt]: Row,
  stream: string,
  damage: Damage,
): DamagedEvent {
  const at = Number(recordedAt);
  return {
    ...{ id, damage, stream, revision: Number(revision) },
    ...{ position: position as Position, recordedAt: at, knownAt: at },
  };
}
