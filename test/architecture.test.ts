import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Module {
  file: string;
  /** Project files it imports, relative to the root. */
  imports: string[];
}

function modulesIn(folder: string): Module[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(join(root, path), 'utf8');
      const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
      return {
        file: path,
        imports: [...found].map((one) => relative(root, join(root, dirname(path), one[1]!))),
      };
    });
}

const modules = [...modulesIn('server'), ...modulesIn('models'), ...modulesIn('public/scripts')];
const featureOf = (file: string): string | undefined => /^server\/features\/([^/]+)\//.exec(file)?.[1];

/** Every import that breaks a rule, as `from -> to`. */
const breaking = (from: (file: string) => boolean, mayNot: (to: string, from: string) => boolean): string[] =>
  modules
    .filter((module) => from(module.file))
    .flatMap((module) =>
      module.imports.filter((to) => mayNot(to, module.file)).map((to) => `${module.file} -> ${to}`),
    );

describe('architecture', () => {
  it('sees the modules: a check that finds none has failed', () => {
    expect(modules.length).to.be.greaterThan(100);
    expect(modules.flatMap((module) => module.imports).length).to.be.greaterThan(200);
  });

  it('core knows no feature and no model', () => {
    const wrong = breaking(
      (file) => file.startsWith('server/core/'),
      (to) => /^(server\/(features|live|storage)\/|models\/)/.test(to),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('models know no feature', () => {
    const wrong = breaking(
      (file) => file.startsWith('models/'),
      (to) => !/^(models|server\/core)\//.test(to),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('the live engine knows no feature', () => {
    const wrong = breaking(
      (file) => file.startsWith('server/live/'),
      (to) => to.startsWith('server/features/'),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('a feature reaches another only through its queries, actions, policy or session', () => {
    const doors = /\/(queries|actions|policy|session|shown)\.ts$/;
    const wrong = breaking(
      (file) => featureOf(file) !== undefined && !file.endsWith('/demo.ts'),
      (to, from) => featureOf(to) !== undefined && featureOf(to) !== featureOf(from) && !doors.test(to),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('a standard is told through queries, what is shown, and policy; it knows no record', () => {
    const wrong = breaking(
      (file) => file.startsWith('server/standards/'),
      (to) =>
        to.startsWith('models/') ||
        (to.startsWith('server/features/') && !/\/(queries|policy|shown)\.ts$/.test(to)),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('a policy asks nobody: it imports core, its own pure parts and types', () => {
    const wrong = breaking(
      (file) => file.endsWith('/policy.ts') && featureOf(file) !== undefined,
      (to) => /\/(queries|actions|handlers|pages)\.ts$/.test(to),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('a table of routes imports only handlers, forms, policy, paths and core', () => {
    const wrong = breaking(
      (file) => file.endsWith('/routes.ts') && featureOf(file) !== undefined,
      (to) => !/^server\/(core\/|paths\.ts)|\/(\w*[hH]andlers|\w*[fF]orms|policy)\.ts$/.test(to),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('the case space has walls: its records are read by the case features alone', () => {
    const caseModels =
      /^models\/(Case|CaseMember|Consent|FailedSearch|Goal|PlanAction|NarrativeMention|NarrativeVersion|NarrativeVisit)\.ts$/;
    const inside = new Set(['cases', 'plans']);
    const wrong = breaking(
      (file) => !file.startsWith('models/'),
      (to, from) => caseModels.test(to) && !inside.has(featureOf(from) ?? ''),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('the platform counts reach into no case, and one door alone leads from a case to them', () => {
    const outward = breaking(
      (file) => file.startsWith('server/features/coverage/'),
      (to) =>
        /^server\/features\/(cases|plans)\//.test(to) || /^models\/(Live|OwnDevice|FailedSearch)/.test(to),
    );
    expect(outward).to.deep.equal([]);
    const isDoor = (to: string): boolean => to === 'server/features/coverage/demand/actions.ts';
    const throughIt = breaking(() => true, isDoor);
    expect(throughIt).to.deep.equal([
      'server/features/cases/searches/actions.ts -> server/features/coverage/demand/actions.ts',
    ]);
    const writers = modules.filter(
      ({ file, imports }) =>
        imports.includes('models/UnmetDemand.ts') &&
        /UnmetDemandModel\s*\.(update|create|insert|replace|find\w+And|bulk)/.test(
          readFileSync(join(root, file), 'utf8'),
        ),
    );
    expect(writers.map(({ file }) => file).sort()).to.deep.equal([
      'server/features/coverage/demand/actions.ts',
      'server/features/coverage/demand/demo.ts',
    ]);
  });

  it('only the installation and the commands beside it know where data is stored', () => {
    const wrong = breaking(
      (file) =>
        file.startsWith('server/') &&
        !/^server\/(installation|verify|backup|restore)\.ts$|^server\/storage\//.test(file),
      (to) => to.startsWith('server/storage/'),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('only config.ts and the entry points read the environment', () => {
    const readers = modules
      .map((module) => module.file)
      .filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
    expect(
      readers.filter(
        (file) => !/^server\/(config|start|verify|backup|restore)\.ts$|embedded\/main\.ts$/.test(file),
      ),
    ).to.deep.equal([]);
  });

  it('only the clock reads the system clock, on the server', () => {
    const readers = modules
      .map((module) => module.file)
      .filter((file) => file.startsWith('server/') && !file.startsWith('server/storage/'))
      .filter((file) => /new Date\(\)|Date\.now\(\)/.test(readFileSync(join(root, file), 'utf8')));
    expect(readers).to.deep.equal(['server/core/clock.ts']);
  });

  it('the browser imports no server code', () => {
    const wrong = breaking(
      (file) => file.startsWith('public/scripts/'),
      (to) => !to.startsWith('public/scripts/'),
    );
    expect(wrong).to.deep.equal([]);
  });
});
