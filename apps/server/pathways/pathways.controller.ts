/** The published pathways as people read them: what stands behind the ids of figures and journeys. */
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { didYouMean } from '#care-event';
import { DefinitionRegistry, type PublishedVersion } from '#engine';
import { inLanguage, languageOf, textsOf, type PathwayTexts } from '#pathway';
import { WritableFolder } from '../../composition/index.js';
import { answerIn, InLanguages, languagesWanted } from '../http/languages.js';
import { Problem } from '../http/problem.js';
import { NOT_FOUND } from '../http/request-problems.js';
import { Documented } from '../openapi/documented.js';

interface Head {
  /** Last position of the log. */
  readonly position: string | null;
}

type PathwayList = Head & {
  readonly pathways: readonly Pick<PathwayTexts, 'id' | 'version' | 'language' | 'title'>[];
  readonly unreadablePathways?: readonly string[];
};

type PublishedDefinitions = Head & {
  readonly pathway: string;
  readonly versions: readonly (Pick<
    PublishedVersion,
    'version' | 'hash' | 'author' | 'reason' | 'position' | 'yaml'
  > & { readonly publishedAt: string })[];
};

@Controller('v1/pathways')
export class PathwaysController {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly folder: WritableFolder,
  ) {}

  @Get()
  @InLanguages()
  @Documented({
    summary: 'The published pathways',
    answer: 'Pathways',
    when: { 200: 'The newest version of each, sorted by id.' },
  })
  async pathways(
    @Headers('accept-language') wanted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PathwayList> {
    const languages = languagesWanted(wanted);
    const definitions = this.registry.current().map((each) => inLanguage(each, languages));
    answerIn(definitions.map(languageOf), reply);
    const pathways = definitions.map((definition) => ({
      ...{ id: definition.id, version: definition.version, title: definition.title },
      language: languageOf(definition),
    }));
    const unreadable = this.registry.allSetAside();
    return {
      pathways,
      ...(unreadable.length > 0 && { unreadablePathways: unreadable }),
      ...(await this.head()),
    };
  }

  @Get(':pathway')
  @InLanguages()
  @Documented({
    summary: 'The titles, names and notes of one pathway',
    answer: 'Pathway',
    when: { 200: 'What people read in place of the ids, of the newest version.' },
    problems: [404],
  })
  async pathway(
    @Param('pathway') id: string,
    @Headers('accept-language') wanted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PathwayTexts & Head> {
    const texts = textsOf(this.published(id), languagesWanted(wanted));
    answerIn([texts.language], reply);
    return { ...texts, ...(await this.head()) };
  }

  @Get(':pathway/definitions')
  @Documented({
    summary: 'Every published version of one pathway, as it was published',
    answer: 'Definitions',
    when: { 200: 'The oldest first.' },
    problems: [404],
  })
  async definitions(@Param('pathway') id: string): Promise<PublishedDefinitions> {
    this.published(id);
    const { versions } = await this.registry.history(id);
    return {
      pathway: id,
      versions: versions.map(({ version, hash, yaml, author, reason, recordedAt, position }) => ({
        ...{ version, hash, author, reason, position },
        publishedAt: new Date(recordedAt).toISOString(),
        yaml,
      })),
      ...(await this.head()),
    };
  }

  private published(id: string) {
    const damage = this.registry.setAside(id);
    if (damage !== undefined) throw damage;
    const current = this.registry.current();
    const found = current.find((definition) => definition.id === id);
    if (found !== undefined) return found;
    const ids = current.map((definition) => definition.id);
    const known = `published: ${ids.join(', ') || 'none'}.${didYouMean(id, ids)}`;
    const detail = `No pathway ${id} is published here; ${known}`;
    throw new Problem(404, 'unknown-pathway', NOT_FOUND, detail);
  }

  private async head(): Promise<Head> {
    return { position: (await this.folder.store.head()) ?? null };
  }
}
