import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../builders/app.ts';
import { hasNoDarkFaults, hasNoFaultsAnywhere, overflow } from '../builders/axe.ts';
import { openBrowser, type Visitor, visit } from '../builders/browser.ts';

interface PageToLookAt {
  name: string;
  address: string | ((page: Page) => Promise<string>);
  /** Brings the page into the state to look at. */
  act?: (page: Page) => Promise<void>;
}

const firstPlan = async (page: Page): Promise<string> => {
  await page.goto('/plans');
  return (await page.locator('.rows h2 a').first().getAttribute('href'))!;
};
const ofPlan = (rest: string) => async (page: Page) => `${await firstPlan(page)}${rest}`;
const ofModule = (rest: string) => async (page: Page) => {
  await page.goto('/upkeep');
  const numbers = await page.locator('li[id^=module] a[href$="/numbers"]').first().getAttribute('href');
  return numbers!.replace(/\/numbers$/, rest);
};
const ofCase = (rest: string) => async (page: Page) =>
  (await firstPlan(page)).replace('/plans/', '/cases/') + rest;

const ofGap = (rest: string) => async (page: Page) => {
  await page.goto('/gaps?status=in_action');
  return `${await page.locator('main .rows h3 a').first().getAttribute('href')}${rest}`;
};

const ofCircuit = (rest: string) => async (page: Page) => {
  await page.goto('/circuits');
  return `${await page.locator('main .rows h3 a').first().getAttribute('href')}${rest}`;
};

const ofWord = (rest: string) => async (page: Page) => {
  await page.goto('/coverage/words?list=meanings');
  return `${await page.locator('main .words__side h3 a').first().getAttribute('href')}${rest}`;
};

const byVisitor: Record<string, PageToLookAt[]> = {
  '': [
    { name: 'offer', address: '/offer' },
    { name: 'offer-search', address: '/offer?q=gent' },
    { name: 'offer-map', address: '/offer?view=map' },
    { name: 'offer-map-near', address: '/offer?view=map&arrondissement=44000' },
    { name: 'offer-brochure', address: '/offer/brochure?of=result&q=gent' },
    { name: 'offer-brochure-nothing', address: '/offer/brochure' },
    { name: 'offer-instruments', address: '/offer/instruments' },
    { name: 'offer-instruments-near', address: '/offer/instruments?problem=alcohol&place=9000' },
    { name: 'offer-nothing', address: '/offer?q=zzzz' },
    {
      name: 'offer-entry',
      address: async (page) => {
        await page.goto('/offer?q=kiem');
        return (await page.locator('main .rows h3 a').first().getAttribute('href'))!;
      },
    },
    { name: 'open-data', address: '/offer/open-data' },
    { name: 'gaps-publishers', address: '/gaps/recognised' },
    { name: 'gaps-recognised', address: '/gaps/recognised/BE-VWV' },
    { name: 'sign-in', address: '/sign-in' },
    {
      name: 'sign-in-refused',
      address: '/sign-in',
      act: async (page) => {
        await page.fill('[name=email]', 'niemand@demo.example');
        await page.fill('[name=password]', 'niet het wachtwoord');
        await page.click('main form button.btn--main');
      },
    },
    { name: 'password-forgotten', address: '/password-reset' },
    { name: 'not-found', address: '/nergens' },
  ],
  admin: [
    { name: 'home-admin', address: '/' },
    { name: 'platforms', address: '/platforms' },
    { name: 'authorities', address: '/authorities' },
    { name: 'platform-admin', address: '/platforms/BE-VAN' },
  ],
  'coordinator.antwerpen': [
    { name: 'home-coordinator', address: '/' },
    { name: 'platform', address: '/platforms/BE-VAN' },
    { name: 'upkeep-coordinator', address: '/upkeep' },
    { name: 'gaps', address: '/gaps' },
    { name: 'demand', address: '/gaps/demand' },
    { name: 'demand-narrowed', address: '/gaps/demand?age=adults&target=dual_diagnosis&period=year' },
    {
      name: 'gap-new-from-cell',
      address: '/gaps/new?kind=missing&function=outreach&area=13000&cell=on',
    },
    { name: 'signals', address: '/signals' },
    {
      name: 'signal-new-refused',
      address: '/signals/new',
      act: async (page) => {
        await page.getByRole('button', { name: 'Begin het ontwerp' }).click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'gap', address: ofGap('') },
    { name: 'gap-fields', address: ofGap('/fields') },
    {
      name: 'gap-refused',
      address: ofGap(''),
      act: async (page) => {
        await page.locator('#life form button').click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'coverage', address: '/coverage' },
    { name: 'coverage-cell', address: '/coverage?within=BE-VAN&cell=short_residential.13000' },
    { name: 'coverage-words', address: '/coverage?within=BE-VAN&view=words&rows=area&columns=age' },
    { name: 'coverage-map', address: '/coverage?within=BE-VAN&view=map&line=detox&cell=detox.13000' },
    { name: 'coverage-places', address: '/coverage?within=BE-VAN&view=map&level=municipality' },
    {
      name: 'coverage-compared',
      address: '/coverage?within=BE-VAN&earlier=2026-05-01&cell=short_residential.13000',
    },
    { name: 'unknown', address: '/coverage/unknown' },
    { name: 'candidates', address: '/coverage/candidates' },
    { name: 'candidates-overlaps', address: '/coverage/candidates?list=overlaps' },
    {
      name: 'candidate-refused',
      address: '/coverage/candidates',
      act: async (page) => {
        await page.locator('#open-0 details summary').click();
        await page.locator('#open-0 form button').click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'coverage-words-tasks', address: '/coverage/words' },
    { name: 'coverage-words-meanings', address: '/coverage/words?list=meanings' },
    { name: 'coverage-words-one', address: ofWord('') },
    { name: 'coverage-words-fields', address: ofWord('/fields') },
    {
      name: 'coverage-words-refused',
      address: '/coverage/words/tasks/new',
      act: async (page) => {
        await page.locator('main form.upkeep button').first().click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'coverage-refused', address: '/coverage?within=BE-VAN&day=gisteren&earlier=ook' },
    { name: 'circuits', address: '/circuits' },
    { name: 'circuit', address: ofCircuit('') },
    { name: 'circuit-fields', address: ofCircuit('/fields') },
    { name: 'circuit-modules', address: ofCircuit('/modules?q=nazorg') },
    {
      name: 'circuit-transition-refused',
      address: ofCircuit('/transitions/new'),
      act: async (page) => {
        await page.locator('main form.upkeep button').first().click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'gap-new-filled', address: '/gaps/new?kind=transition&from=detox&to=aftercare&ages=adults' },
    { name: 'upkeep-nobody', address: '/upkeep/offer/none' },
    { name: 'plans-empty', address: '/plans' },
  ],
  'beheer.debrug': [
    { name: 'home-organisation', address: '/' },
    { name: 'organisation', address: '/organisations/demo-de-brug' },
    {
      name: 'gap-new-refused',
      address: '/gaps/new',
      act: async (page) => {
        await page.getByRole('button', { name: 'Verstuur de melding' }).click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'upkeep', address: '/upkeep' },
    { name: 'upkeep-module', address: ofModule('') },
    {
      name: 'upkeep-module-unfolded',
      address: ofModule(''),
      act: async (page) => {
        for (const summary of await page.locator('main details > summary').all()) await summary.click();
      },
    },
    { name: 'upkeep-history', address: ofModule('/history?from=2026-01-01') },
    { name: 'upkeep-names', address: '/upkeep/organisations/demo-de-brug' },
    { name: 'upkeep-new-unit', address: '/upkeep/organisations/demo-de-brug/units' },
    {
      name: 'upkeep-numbers-refused',
      address: ofModule('/numbers'),
      act: async (page) => {
        await page.fill('[id="waitingList.persons"]', 'veel');
        await page.getByRole('button', { name: 'Bewaar' }).click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'account', address: '/account' },
    { name: 'second-factor', address: '/account/second-factor' },
  ],
  fod: [
    { name: 'home-official', address: '/' },
    { name: 'gaps-official', address: '/gaps?status=all' },
    { name: 'coverage-official', address: '/coverage' },
    { name: 'unknown-official', address: '/coverage/unknown?platform=BE-VWV' },
    { name: 'demand-official', address: '/gaps/demand?platform=BE-VWV' },
    { name: 'words-official', address: '/coverage/words?platform=BE-VWV&list=meanings' },
    { name: 'tasks-official', address: '/coverage/words?platform=BE-WNA' },
    { name: 'candidates-words-official', address: '/coverage/candidates?platform=BE-VWV&list=overlaps' },
  ],
  'hulpverlener.debrug': [
    { name: 'home-caregiver', address: '/' },
    { name: 'account-caregiver', address: '/account' },
    { name: 'plans', address: '/plans' },
    {
      name: 'plan',
      address: firstPlan,
      act: async (page) => void (await page.waitForSelector('.prose__text')),
    },
    {
      name: 'plan-editing',
      address: firstPlan,
      act: async (page) => {
        await page.waitForSelector('.prose__text');
        for (const summary of await page.locator('main details > summary').all()) await summary.click();
      },
    },
    { name: 'plan-print', address: ofPlan('/print') },
    { name: 'history', address: ofPlan('/history') },
    { name: 'history-then', address: ofPlan('/history?at=2') },
    { name: 'history-compared', address: ofPlan('/history?from=1&to=3') },
    { name: 'history-refused', address: ofPlan('/history?from=3&to=1') },
    { name: 'consents', address: ofCase('/consents') },
    {
      name: 'consents-refused',
      address: ofCase('/consents'),
      act: async (page) => {
        await page.fill('#givenOn', '2031-01-01');
        await page.getByRole('button', { name: 'Noteer de toestemming' }).click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'members', address: ofCase('/members') },
    { name: 'searches', address: ofCase('/searches') },
    {
      name: 'searches-refused',
      address: ofCase('/searches'),
      act: async (page) => {
        await page.getByRole('button', { name: /^(Noteer|Noter|Festhalten)$/ }).click();
        await page.waitForSelector('.summary');
      },
    },
    { name: 'case-views', address: ofCase('/views') },
    { name: 'case-new', address: '/cases/new' },
  ],
};

async function open(page: Page, one: PageToLookAt): Promise<void> {
  await page.goto(typeof one.address === 'string' ? one.address : await one.address(page));
  await one.act?.(page);
}

let app: TestApp;
let browser: Browser;
let visitor: Visitor;

/** The tests of this block are those of one person, in one window. */
function asSomebody(who: string, prepare: (page: Page) => Promise<void> = async () => {}): void {
  before(async () => {
    visitor = await visit(browser, app.address, who);
    await prepare(visitor.page);
  });
  afterEach(() => expect(visitor.complaints).to.deep.equal([]));
  after(() => visitor.context.close());
}

describe('every page', function () {
  this.timeout(120_000);

  before(async () => {
    app = await startTestApp({ demo: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
  });

  for (const [who, pages] of Object.entries(byVisitor))
    describe(`of ${who || 'a visitor'} has nothing axe finds and fits, wide, on a phone and in the dark`, () => {
      asSomebody(who);
      for (const one of pages)
        it(one.name, async () => {
          await open(visitor.page, one);
          await hasNoFaultsAnywhere(visitor.page, one.name);
        });
    });

  for (const language of ['fr', 'de'])
    describe(`of a caregiver has no fault of colours in the dark and fits, in ${language}`, () => {
      const who = 'hulpverlener.debrug';
      asSomebody(who, async (page) => {
        await page.locator(`.langs a[hreflang=${language}]`).click();
        expect(await page.getAttribute('html', 'lang')).to.equal(language);
      });
      // Its button is found by its Dutch words.
      for (const one of byVisitor[who]!.filter(({ name }) => name !== 'consents-refused'))
        it(one.name, async () => {
          await open(visitor.page, one);
          await visitor.page.setViewportSize({ width: 360, height: 900 });
          await hasNoDarkFaults(visitor.page, `${one.name} ${language} at 360`);
          await visitor.page.setViewportSize({ width: 1280, height: 900 });
          expect(await overflow(visitor.page), one.name).to.be.at.most(0);
        });
    });
});
