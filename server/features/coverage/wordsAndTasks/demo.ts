import { readFileSync } from 'node:fs';
import type { FieldValues } from '../../../../models/fieldRule.ts';
import type { StatementKind } from '../../../../models/statementFields.ts';
import type { House } from '../../../core/house.ts';
import { emptyValues } from '../../../fields/values.ts';
import { idOf } from '../../offer/ids.ts';
import { type AnyStatement, fieldsOf, modelOf } from './catalogue.ts';

type Given = FieldValues & { key: string; source: string; platforms: string[] };

interface StatementFile {
  /** `on` is the last day of which the source speaks, as far as it says. */
  sources: Record<string, { name: string; on: string }>;
  tasks: Given[];
  meanings: Given[];
}

function recordOf({ sources }: StatementFile, kind: StatementKind, { key, ...given }: Given): AnyStatement {
  const { name, on } = sources[given.source]!;
  return {
    _id: idOf(kind, key),
    values: { ...emptyValues(fieldsOf[kind]), ...given, source: name },
    fields: {},
    added: { at: new Date(`${on}T12:00:00Z`), by: null, body: given.platforms[0]! },
  };
}

/** What documents say of tasks and words, word for word, carried over with their sources; safe to repeat. */
export async function loadDemoStatements(house: House): Promise<void> {
  const file = JSON.parse(
    readFileSync(new URL('reference/statements2010.json', import.meta.url), 'utf8'),
  ) as StatementFile;
  const all = [
    ...file.tasks.map((one) => ['task', recordOf(file, 'task', one)] as const),
    ...file.meanings.map((one) => ['meaning', recordOf(file, 'meaning', one)] as const),
  ];
  for (const [kind, statement] of all) {
    if (await modelOf[kind].exists({ _id: statement._id })) continue;
    const draft = { name: 'statement.added', actor: null, record: { type: kind, id: statement._id } };
    await house.unitOfWork.do(draft, async ({ session }) => {
      await modelOf[kind].create([statement], { session });
    });
  }
}
