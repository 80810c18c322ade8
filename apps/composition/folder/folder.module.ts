/** The data folder as a module: opened while the container comes up, closed as the last of all. */
import { Module, type DynamicModule } from '@nestjs/common';
import { WritableFolder } from './writable-folder.js';

@Module({})
export class FolderModule {
  static of(folder: WritableFolder): DynamicModule {
    return {
      module: FolderModule,
      providers: [{ provide: WritableFolder, useFactory: () => folder.open() }],
      exports: [WritableFolder],
    };
  }
}
