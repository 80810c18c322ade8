/** All read models of a folder built anew by this process, where no server does it. */
import { dataFolder } from '../folder/data-folder.js';
import { findLoss, LogLossFound, readEvidence } from '../folder/log-loss.js';
import { keepYoungGenerationSmall } from '../process/young-generation.js';
import type { Installation } from '../stores/places.js';
import { buildGeneration, type BuildOptions, type Built } from './build-generation.js';
import { KeptReadModels, RebuildUnderWay } from './kept-read-models.js';
import { openLogIn } from './open-reports.js';

/** @throws as `openReports`; RebuildUnderWay another process keeps them */
export async function rebuildReadModels(
  installation: Installation,
  options: BuildOptions,
): Promise<Built> {
  keepYoungGenerationSmall();
  const folder = dataFolder(installation);
  const evidence = await readEvidence(folder);
  const log = await openLogIn(folder, evidence);
  let kept: KeptReadModels | undefined;
  try {
    kept = await KeptReadModels.take(folder, log.store);
    if (kept === undefined) throw new RebuildUnderWay();
    const loss = await findLoss(log.store, evidence);
    if (loss !== undefined) throw new LogLossFound(folder, loss);
    return await kept.rebuild({ ...options, build: (run) => buildGeneration(folder, run) });
  } finally {
    await kept?.close();
    await log.close();
  }
}
