import { expect } from 'chai';
import { CareModuleModel } from '../../../models/CareModule.ts';
import { CareUnitModel } from '../../../models/CareUnit.ts';
import { CircuitModel, type CircuitRecord } from '../../../models/Circuit.ts';
import { CircuitPartModel } from '../../../models/CircuitPart.ts';
import { CircuitTransitionModel } from '../../../models/CircuitTransition.ts';
import { languages, translator } from '../../../server/core/i18n.ts';
import { frames } from '../../../server/features/coverage/frames.ts';
import { stateOf } from '../../../server/features/coverage/pages/states.ts';
import { idOf } from '../../../server/features/offer/ids.ts';
import { paths } from '../../../server/paths.ts';
import { startTestApp, type TestApp } from '../../builders/app.ts';
import { aVisitor, everyone, type Name, signInAs, type Visitor } from '../../builders/people.ts';

const now = new Date('2026-11-26T10:00:00Z');

const unescaped = (text: string): string =>
  text.replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&amp;', '&');

/** What each cell of a page says, by its row and column. */
function cellsIn(text: string): Map<string, string> {
  const found = text.matchAll(/data-cell="([^"]+)".*?data-told-cell>([^<]*)</gs);
  return new Map([...found].map(([, key, told]) => [key!, unescaped(told!)]));
}

describe('the pages of coverage', function () {
  this.timeout(120_000);
  let app: TestApp;
  let nora: Visitor;
  const visitors = new Map<Name, Visitor>();
  const visitor = async (name: Name): Promise<Visitor> => {
    const known = visitors.get(name) ?? (name === 'nobody' ? aVisitor(app) : await signInAs(app, name));
    visitors.set(name, known);
    return known;
  };

  before(async () => {
    app = await startTestApp({ demo: true, now });
    nora = await visitor('coordinator.antwerpen');
  });
  after(() => app.close());

  const page = async (query: Record<string, string> = {}, who: Visitor = nora) => {
    const { status, text } = await who.get(paths.coverage({ within: 'BE-VAN', ...query }));
    expect(status, text.slice(0, 400)).to.equal(200);
    return text;
  };

  const readers: Name[] = everyone.filter((name) => name !== 'admin');
  for (const name of ['nobody', ...everyone] as Name[]) {
    it(`of ${name}: ${readers.includes(name) ? 'are there, and in the menu' : 'are not'}`, async () => {
      const who = await visitor(name);
      const statuses = [
        (await who.get(paths.coverage())).status,
        (await who.get(paths.coverageParts())).status,
      ];
      const refused = name === 'nobody' ? 303 : 403;
      expect(statuses).to.deep.equal(readers.includes(name) ? [200, 200] : [refused, refused]);
      const home = (await who.get(paths.home())).text;
      expect(home.includes(`href="${paths.coverage()}"`)).to.equal(readers.includes(name));
    });
  }

  it('of a coordinator and of an official: begin at their platform and at the whole country', async () => {
    const own = (await nora.get(paths.coverage())).text;
    expect(own).to.include('Antwerpen en aangrenzende arrondissementen, stand van 26 november 2026');
    expect(cellsIn(own).size).to.equal(20 * 9);
    const official = (await (await visitor('fod')).get(paths.coverage())).text;
    expect(cellsIn(official).size).to.equal(20 * 43);
  });

  it('in every view: say the same of every cell, which is what coverage works out', async () => {
    const heat = cellsIn(await page());
    const words = cellsIn(await page({ view: 'words' }));
    expect([...words]).to.deep.equal([...heat]);
    const lines = [...new Set([...heat.keys()].map((key) => key.split('.')[0]!))];
    expect(lines).to.have.length(20);
    const byLine = await Promise.all(lines.map(async (line) => page({ view: 'map', line })));
    const drawn = byLine.flatMap((text) => [...cellsIn(text)]);
    expect(new Map(drawn)).to.deep.equal(heat);
    for (const text of byLine) {
      const titles = [...text.matchAll(/<title>([^<]*)<\/title><path/g)].map(([, told]) => unescaped(told!));
      expect(titles).to.have.members([...cellsIn(text).values()]);
    }
    const areas = [...new Set([...heat.keys()].map((key) => key.split('.')[1]!))];
    const answer = await app.house.coverage.matrix({
      ...{ areas: areas.map((code) => ({ code })), axes: [{ dimension: 'type', values: lines }] },
      ...{ filters: {}, frame: frames.get('own')!, day: '2026-11-26' },
    });
    const t = translator('nl');
    for (const [at, area] of areas.entries())
      for (const [lineAt, line] of lines.entries()) {
        const cell = answer.cells[at * lines.length + lineAt]!;
        expect(heat.get(`${line}.${area}`)).to.include(
          `: ${t(`coverage.state.${stateOf(cell).code}`)}, ${t(`coverage.ground.${cell.ground}`)}`,
        );
      }
    expect(new Set(answer.cells.map(({ verdict }) => verdict)).size).to.be.greaterThan(2);
  });

  it('with rows and columns changed about: say the same of every cell', async () => {
    const straight = cellsIn(await page({ age: 'adults' }));
    const turned = cellsIn(await page({ rows: 'area', columns: 'type', age: 'adults' }));
    expect(turned.size).to.equal(straight.size);
    for (const [key, told] of straight) {
      const [row, column] = key.split('.');
      const [names, ...rest] = told.split(': ');
      const other = turned.get(`${column}.${row}`)!;
      expect(other.split(': ').slice(1)).to.deep.equal(rest);
      expect(other.split(': ')[0]!.split(', ').sort()).to.deep.equal(names!.split(', ').sort());
    }
  });

  for (const sides of [
    ['age', 'target'],
    ['setting', 'problem'],
    ['area', 'age'],
    ['target', 'area'],
  ] as const) {
    it(`along ${sides.join(' and ')}: every cell opens as its own address says`, async () => {
      const query = { rows: sides[0], columns: sides[1], type: 'ambulatory_counselling' };
      const cells = cellsIn(await page(query));
      expect(cells.size).to.be.greaterThan(8);
      const [cell] = [...cells.keys()].slice(-1);
      const opened = await page({ ...query, cell: cell! });
      expect(opened).to.include('data-panel-title>Ambulante begeleiding');
      expect(opened).to.match(new RegExp(`data-cell="${cell}"[^>]*><a [^>]*aria-current="true"`));
    });
  }

  for (const language of languages) {
    it(`in ${language}: have every text, in every view, compared and opened`, async () => {
      const reader = await signInAs(app, 'coordinator.antwerpen');
      await reader.get(paths.language({ code: language }));
      for (const query of [
        { cell: 'short_residential.13000', against: 'oost-vlaanderen-2010' },
        { view: 'words', earlier: '2026-05-01' },
        { view: 'map', line: 'crisis', cell: 'crisis.13000' },
        { level: 'municipality', number: 'places' },
        { columns: 'age', view: 'map' },
      ]) {
        const text = await page(query as unknown as Record<string, string>, reader);
        expect(text).to.include(`<html lang="${language}"`);
        expect(text).to.include(translator(language)('coverage.caveat').replaceAll("'", '&#39;'));
        expect(
          text
            .match(/coverage\.[a-z]+\.[\w.-]+|\{\{\w+\}\}/g)
            ?.filter((one) => !/\{\{(cells|number)\}\}/.test(one)) ?? [],
        ).to.deep.equal([]);
      }
    });
  }

  it('of a refused address: 422, each error beside its field, and what was typed is still there', async () => {
    const { status, text } = await nora.get(
      paths.coverage({ within: 'BE-VAN', day: '31/02/2026', age: 'elderly', against: 'own', view: 'words' }),
    );
    expect(status).to.equal(422);
    expect(text).to.include('id="day-error"').and.include('value="31/02/2026"');
    expect(text)
      .to.include('id="against-error"')
      .and.match(/<option value="own" selected>[^<]*<\/option><option value="oost/);
    expect(text).to.match(/<option value="elderly" selected>/);
    expect(text).to.include('<a href="#day">');
    expect(cellsIn(text).size).to.equal(180);
    const script = await nora.get(paths.coverageParts({ day: '31/02/2026' }), { json: true });
    expect(script.status).to.equal(422);
  });

  it('of an opened cell: the verdict, each entry with its reasons and the way to it, and what the register knows', async () => {
    const panelOf = async (query: Record<string, string>, who?: Visitor): Promise<string> => {
      const text = unescaped(await page(query, who));
      return text.slice(text.indexOf('id="cell"'));
    };
    const hasselt = { within: 'BE-VLI', cell: 'short_residential.71000' };
    const panel = await panelOf(hasselt);
    expect(panel).to.include('Kort verblijf: wachtlijst te lang').and.include('Arrondissement Hasselt');
    expect(panel).to.include('12 weken wachten').and.include('de norm laat 8 weken toe');
    expect(panel).to.include('Eerst 12 op').and.include('16 plaatsen.').and.include('plaatsen vrij op');
    const unit = await CareUnitModel.findOne({ name: 'Noordster, verblijf' }).lean().orFail();
    expect(panel).to.include(paths.offerEntry({ id: unit._id }));
    const module = await CareModuleModel.findOne({ careUnitId: unit._id, types: 'short_residential' })
      .lean()
      .orFail();
    expect(panel).to.include(paths.upkeepEntry({ kind: 'modules', id: module._id }));
    expect(await panelOf(hasselt, await visitor('hulpverlener.debrug'))).not.to.include('/upkeep/modules/');
    const turnhout = await panelOf({ cell: 'short_residential.13000' });
    expect(turnhout).to.include('Arrondissement Turnhout').and.include('Turnhout: alleen ambulante hulp');
    expect(turnhout).to.include('De gegevens zijn van 9 maart 2022, ouder dan 6 maanden.');
    expect(turnhout, 'nothing contradicts what the source says').not.to.include('Noordster, verblijf: Kort');
  });

  it('of a cell where nobody is helped: say where the nearest help is, how far and how long one waits', async () => {
    const text = unescaped(await page({ cell: 'day_programme.11000' }));
    expect(text).to.match(
      /Dichtst bij<\/dt><dd>.*Noordster, dagprogramma\. Turnhout, gemiddeld \d+ km van de inwoners/,
    );
    expect(text).to.include('wachttijd niet geteld');
  });

  it('of a cell that is none of the matrix: show the matrix with nothing opened', async () => {
    expect(await page({ cell: 'crisis.99999' })).not.to.include('data-panel-title');
  });

  it('compared with another standard: each cell that differs says from what to what, and a list with whose entry', async () => {
    const plain = cellsIn(await page());
    const text = await page({ against: 'oost-vlaanderen-2010' });
    const compared = cellsIn(text);
    const changed = [...compared].filter(([, told]) => /: van .* naar /.test(told));
    expect(changed.length).to.be.greaterThan(5);
    for (const [key, told] of changed) {
      const before = plain.get(key)!.split(': ')[1]!.split(', ')[0]!;
      expect(told, key).to.include(`van ${before} naar `);
    }
    const list = unescaped(text.slice(text.indexOf('id="changes"')));
    expect(list).to.include(`${changed.length} cellen verschillen`);
    expect([...list.matchAll(/data-key="changed-([^"]+)"/g)].map(([, key]) => key)).to.have.members(
      changed.map(([key]) => key),
    );
    expect(list).to.include('Casemanagement (De Brug, mobiel team): van dekt naar niet te zeggen');
  });

  it('compared with an earlier day: say what it was then', async () => {
    const limburg = { within: 'BE-VLI', earlier: '2026-05-01' };
    const text = unescaped(await page(limburg));
    expect(text).to.include('van 1 mei 2026 naar 26 november 2026');
    expect(cellsIn(text).get('short_residential.71000')).to.include('van gedekt naar wachtlijst te lang');
    expect(text).to.include('Kort verblijf (Noordster, verblijf): van dekt naar te lang wachten');
    const cell = unescaped(await page({ ...limburg, cell: 'short_residential.71000' }));
    expect(cell).to.include('Op 1 mei 2026').and.include('anders: dekt');
  });

  it('with open gaps: flag the cells they name, and the area of those that name no kind of help', async () => {
    const heat = await page();
    const flagged = [...heat.matchAll(/data-cell="([^"]+)"[^>]*><a [^>]*data-flag=""/g)].map(
      ([, key]) => key,
    );
    expect(flagged).to.include.members([
      ...['short_residential.13000', 'long_residential.13000', 'therapeutic_community.11000'],
    ]);
    expect(flagged).not.to.include('crisis.13000');
    const official = await page({ within: 'belgium' }, await visitor('fod'));
    expect(official).to.match(/Halle-Vilvoorde[^\n]*?heat__flag/);
    const west = [...official.matchAll(/data-cell="(\w+)\.31000"[^>]*><a [^>]*data-flag=""/g)].map(
      ([, key]) => key,
    );
    expect(west).to.have.length(7);
  });

  it('of a cell: the work points about its gaps, for whom their plan may be read', async () => {
    const gap = idOf('gap', 'antwerp-therapeutic-community');
    const made = await nora.post(paths.workPoints(), {
      ...{ plan: 'BE-VAN-2027', title_nl: 'Een gemeenschap in Mechelen', gaps: gap },
    });
    expect(made.status).to.equal(303);
    const cell = await page({ cell: 'therapeutic_community.11000' });
    expect(cell).to.include('Een gemeenschap in Mechelen').and.include(made.headers.location!);
    const other = await page({ cell: 'crisis.13000' });
    expect(other).not.to.include('Een gemeenschap in Mechelen');
    const official = await page(
      { cell: 'therapeutic_community.11000', within: 'belgium' },
      await visitor('fod'),
    );
    expect(official)
      .to.include(paths.gap({ id: gap }))
      .and.not.include('Een gemeenschap in Mechelen');
  });

  it('with places for each 10,000 inhabitants: give the number where places are counted, and none elsewhere', async () => {
    const text = await page({ number: 'places' });
    const shown = /data-cell="case_management\.11000".*?<span aria-hidden="true">([^<]*)<\/span>/s.exec(
      text,
    )![1];
    expect(shown).to.equal('0,1');
    expect(/data-cell="crisis\.13000".*?<span aria-hidden="true">([^<]*)<\/span>/s.exec(text)![1]).to.equal(
      '',
    );
    expect(cellsIn(text).get('case_management.11000')).to.include('0,1 plaatsen per 10.000 inwoners');
    expect(text).to.include('1.038.582');
  });

  it('of a cell: how often that help was looked for in vain, for whom the page of searches shows it', async () => {
    const panelOf = async (who: Name, cell: string, more = {}) => {
      const text = unescaped(await page({ cell, ...more }, await visitor(who)));
      return text.slice(text.indexOf('data-panel-title'));
    };
    const own = await panelOf('coordinator.antwerpen', 'short_residential.13000');
    expect(own).to.match(/Gezocht en niet gevonden<\/h3>.*is dit (minstens )?\d+ keer gezocht/s);
    expect(own).to.include(`href="${paths.demand({ platform: 'BE-VAN' })}"`);
    expect(await panelOf('fod', 'short_residential.13000')).to.include('keer gezocht');
    const few = await panelOf('coordinator.antwerpen', 'outreach.11000');
    expect(few)
      .to.include('minder dan 5 keer per soort hulp')
      .and.not.match(/is dit \d/);
    for (const who of ['hulpverlener.debrug', 'beheer.debrug', 'coordinator.limburg'] as Name[])
      expect(await panelOf(who, 'short_residential.13000'), who).not.to.include('id="cell-demand"');
    const wide = await panelOf('coordinator.antwerpen', 'short_residential.13014', {
      level: 'municipality',
      province: '10000',
    });
    expect(wide).to.include('Geteld per arrondissement: Turnhout.');
  });

  it('of a cell in a circuit: who answers for it, what is wanted and which way does not work', async () => {
    const text = unescaped(await page({ cell: 'short_residential.13000' }));
    const panel = text.slice(text.indexOf('id="cell-circuits"'));
    const circuit = await CircuitModel.findOne({ fictional: true }).lean<CircuitRecord>().orFail();
    const wanted = await CircuitPartModel.findOne({
      circuit: circuit._id,
      'values.type': 'short_residential',
    })
      .lean()
      .orFail();
    expect(panel).to.include(`href="${paths.circuit({ id: circuit._id })}#part-${wanted._id}"`);
    expect(panel).to.include('Gewenst').and.include('Nog geen verantwoordelijke');
    const broken = await CircuitTransitionModel.findOne({ circuit: circuit._id, 'values.works': 'not' })
      .lean()
      .orFail();
    const ends = await CircuitPartModel.find({ _id: { $in: [broken.values.from, broken.values.to] } }).lean();
    const types = await CareModuleModel.find({ _id: { $in: ends.map((one) => one.values.module) } }).lean();
    const type = ends.find((one) => one.values.type)?.values.type || types[0]!.types![0]!;
    const beside = unescaped(await page({ cell: `${type}.13000` }));
    expect(beside).to.include(`#transition-${broken._id}"`).and.include('Lukt niet');
    const elsewhere = await page({ cell: 'short_residential.13000' }, await visitor('coordinator.limburg'));
    expect(elsewhere).not.to.include(circuit._id);
  });

  it('of an entry that is not publicly listed: its name for who it concerns, for others that it counts', async () => {
    const unit = await CareUnitModel.findOneAndUpdate({ name: 'Noordster, verblijf' }, { listed: false })
      .lean()
      .orFail();
    try {
      // Antwerpen admitted Noordster too, so its coordinator keeps the entry current; it serves only Limburg.
      const named: Name[] = ['coordinator.antwerpen', 'coordinator.limburg', 'beheer.noordster'];
      const without: Name[] = ['fod', 'vlaanderen', 'hulpverlener.debrug'];
      const limburg = { within: 'BE-VLI' };
      for (const name of [...named, ...without]) {
        const who = await visitor(name);
        const cell = unescaped(await page({ ...limburg, cell: 'short_residential.71000' }, who));
        const panel = cell.slice(cell.indexOf('data-panel-title'));
        const changes = unescaped(await page({ ...limburg, earlier: '2026-05-01' }, who));
        expect(panel, name).to.include('te lang wachten').and.not.include(unit._id);
        for (const text of [panel, changes.slice(changes.indexOf('id="changes"'))]) {
          expect(text.includes('Noordster, verblijf'), name).to.equal(named.includes(name));
          expect(text.includes('niet openbaar vermeld staat'), name).to.equal(without.includes(name));
        }
        expect(panel.includes('Eerst 12 op'), name).to.equal(named.includes(name));
      }
    } finally {
      await CareUnitModel.updateOne({ _id: unit._id }, { listed: true });
    }
  });
});
