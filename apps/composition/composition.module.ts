/**
 * The composition root: what `stafett serve` and the commands that write have in common, put
 * together in one place. Only here are adapters chosen.
 *
 * The data folder stands below everything, so the container opens it first and closes it last.
 */
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { EngineModule, type ParkedSequence, type PatientStatesOptions } from '#engine';
import { FolderModule } from './folder/folder.module.js';
import { WritableFolder } from './folder/writable-folder.js';

export interface CompositionOptions {
  /** Not yet open. */
  readonly folder: WritableFolder;
  /** Called with each sequence once it is durably parked. Default: a line in the log of the program. */
  readonly onParked?: (parked: ParkedSequence) => void;
  /** How much is kept of patients between commands. Default: what a server needs. */
  readonly keep?: PatientStatesOptions;
}

@Module({})
export class CompositionModule {
  static forWriting({
    folder,
    onParked = logParked,
    keep = {},
  }: CompositionOptions): DynamicModule {
    const opened = FolderModule.of(folder);
    const engine = EngineModule.registerAsync({
      imports: [opened],
      inject: [WritableFolder],
      useFactory: ({ store, clock }: WritableFolder) => ({ store, clock, onParked, keep }),
    });
    return { module: CompositionModule, imports: [opened, engine], exports: [opened, engine] };
  }
}

const logger = new Logger('Parking');
const factKeysLogger = new Logger('FactKeys');

/** No pseudonym: whoever may know whose it is asks `stafett parked list`. */
export function logParked({ processor, position, code, attempt }: ParkedSequence): void {
  logger.warn('sequence parked', { processor, position, code, attempt });
}

/** Without source, id and pseudonyms: the figure `deviations` shows it on both patients. */
export function logIdCollision(): void {
  factKeysLogger.warn('one source and id for events of two patients', {
    see: 'deviations, kind shared-id',
  });
}
