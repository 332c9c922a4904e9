// Runs RingCentral's own JavaScript clients against "rcfwd sandbox":
//
//     node api/sandbox/testdata/clients.js path/to/rcfwd [folder]
//
// It installs them with npm into a temporary folder, or into the given one, which
// is kept and makes a second run faster. It prints a line per check and then
// "N passed, N failed"; the exit code is 1 if a check failed. Without Node 18, npm
// or a registry it prints "skipped" and the reason, and the exit code is 0.
'use strict';

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const account = '/restapi/v1.0/account/~';
const mine = account + '/extension/~';
const v2 = '/restapi/v2/accounts/~/extensions/~';
const presenceFilter = mine + '/presence?detailedTelephonyState=true';

// suites are the packages to install together, and what to run with them. The
// SDK was named ringcentral up to version 3.
const suites = [
  { name: 'ringcentral 2.0.6', packages: ['ringcentral@2.0.6'], run: oldSDK },
  { name: 'ringcentral 3.3.0', packages: ['ringcentral@3.3.0'], run: oldSDK },
  { name: '@ringcentral/sdk 4.7.4', packages: ['@ringcentral/sdk@4.7.4'], run: newSDK },
  { name: '@ringcentral/sdk 5.0.11', packages: ['@ringcentral/sdk@5.0.11', 'ringcentral-call-control@0.2.12'], run: newSDKAndCallControl },
  { name: '@rc-ex/core, @rc-ex/ws', packages: ['@rc-ex/core@1.8.6', '@rc-ex/ws@1.4.2'], run: rcEx },
];

let passed = 0;
let failed = 0;

async function check(suite, what, run) {
  try {
    const value = await run();
    passed++;
    console.log(`ok    ${suite}: ${what}`);
    return value;
  } catch (e) {
    failed++;
    console.log(`FAIL  ${suite}: ${what}: ${(e && (e.stack || e.message)) || e}`);
    return undefined;
  }
}

function equal(got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    throw new Error(`got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
  }
}

// until repeats a read until it returns something; for ten seconds.
async function until(read) {
  for (let i = 0; i < 100; i++) {
    const value = await read();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('nothing happened for ten seconds');
}

// serve starts a sandbox and returns its variables and how to end it.
function serve(rcfwd, handling) {
  return new Promise((done, refuse) => {
    const child = spawn(rcfwd, ['sandbox', '--listen', '127.0.0.1:0', '--faults', 'limits=off', '--call-handling', handling]);
    const env = { stop: () => child.kill() };
    let text = '';
    child.on('error', refuse);
    child.on('exit', (code) => refuse(new Error(`the sandbox ended with ${code}`)));
    child.stderr.on('data', (data) => process.stdout.write(`      ${data}`));
    child.stdout.on('data', (data) => {
      text += data;
      if (!text.includes('RC_PASSWORD=') || !text.endsWith('\n')) return;
      for (const line of text.split('\n')) {
        const at = line.indexOf('=');
        if (at > 0) env[line.slice(0, at).trim()] = line.slice(at + 1).trim();
      }
      done(env);
    });
  });
}

// install returns the folder of a suite, or the reason why there is none.
function install(root, suite, number) {
  const folder = path.join(root, String(number));
  const first = suite.packages[0].replace(/(.)@.*/, '$1');
  if (fs.existsSync(path.join(folder, 'node_modules', first))) return { folder };
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--fetch-retries=1'];
  const npm = spawnSync('npm', [...options, ...suite.packages], { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error) return { skip: 'there is no npm' };
  if (npm.status === 0) return { folder };
  const code = /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|E401|E403)\b/.exec(npm.stderr);
  if (code) return { skip: `npm reaches no registry (${code[1]})` };
  throw new Error(`npm: ${npm.stderr}`);
}

// startCall calls Dana and waits until presence shows that she answered.
async function startCall(env, read) {
  const reply = await fetch(env.RC_SERVER_URL + '/sandbox/calls', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ extension: '104', rings: '100ms' }),
  });
  const { telephonySessionId } = await reply.json();
  return until(async () => {
    const presence = await read(presenceFilter);
    return (presence.activeCalls || []).find((c) => c.telephonySessionId === telephonySessionId && c.telephonyStatus === 'CallConnected');
  });
}

// sample2019 is the sample that the page on call forwarding of 2019 prints, with
// its names and its ways of calling.
function sample2019(RC, env) {
  return new Promise((done, refuse) => {
    var rcsdk = new RC({ server: env.RC_SERVER_URL, appKey: env.RC_APP_CLIENT_ID, appSecret: env.RC_APP_CLIENT_SECRET });
    var platform = rcsdk.platform();

    platform.login({ username: env.RC_USERNAME, password: env.RC_PASSWORD, extension: env.RC_EXTENSION })
      .then(function (resp) {
        create_forwarding_number_by_number();
      })
      .catch(refuse);

    function create_forwarding_number_by_number() {
      platform.post('/restapi/v1.0/account/~/extension/~/forwarding-number', {
        phoneNumber: '11234567890',
        type: 'Other',
        label: 'My ATT number',
      })
        .then(function (resp) {
          done(resp.json().id);
        })
        .catch(refuse);
    }
  });
}

// manage does what every SDK can do. api has get, post, put and delete, which
// return the body.
async function manage(suite, api) {
  const numbers = mine + '/forwarding-number';
  await check(suite, 'lists numbers', async () => {
    const list = await api.get(numbers);
    equal(list.records.some((n) => n.label === 'Cabin'), true);
    equal(list.paging.page, 1);
  });
  const boat = await check(suite, 'creates a number', async () => {
    const made = await api.post(numbers, { phoneNumber: '+14155550150', type: 'Other', label: 'Boat' });
    equal([made.phoneNumber, made.label], ['+14155550150', 'Boat']);
    return made;
  });
  if (!boat) return;
  await check(suite, 'changes a number', async () => {
    equal((await api.put(numbers + '/' + boat.id, { label: 'Lake boat' })).label, 'Lake boat');
  });
  await check(suite, 'deletes a number', async () => {
    await api.delete(numbers + '/' + boat.id);
    equal((await api.get(numbers)).records.some((n) => n.id === boat.id), false);
  });
  await check(suite, 'names the error of a wrong number', async () => {
    const error = await api.post(numbers, { type: 'Other' }).then(() => undefined, (e) => e);
    equal(/FPN-116|FPN-110/.test(await errorText(error)), true);
  });
}

// errorText returns the text of a refusal, which every SDK keeps somewhere else.
async function errorText(e) {
  const text = [e && e.message, e && e.response && JSON.stringify(e.response.data)];
  if (e && e.response && typeof e.response.clone === 'function') text.push(await e.response.clone().text().catch(() => ''));
  if (e && e.apiResponse) text.push(await Promise.resolve(e.apiResponse.text && e.apiResponse.text()));
  return text.join(' ');
}

async function legacyRules(suite, api) {
  const rule = mine + '/answering-rule/business-hours-rule';
  await check(suite, 'changes a rule', async () => {
    const before = await api.get(rule);
    const rules = before.forwarding.rules.slice().reverse().map((r, i) => ({ ...r, index: i + 1 }));
    const after = await api.put(rule, { forwarding: { ...before.forwarding, rules } });
    equal(after.forwarding.rules[0].forwardingNumbers, before.forwarding.rules[before.forwarding.rules.length - 1].forwardingNumbers);
  });
}

// wholeAccount reads what a sweep of the account reads. Dana may read neither a menu nor
// the company's rules.
async function wholeAccount(suite, api) {
  await check(suite, 'reads queues and their members', async () => {
    const queues = (await api.get(account + '/call-queues')).records;
    equal(queues.map((q) => q.name), ['Service Calls']);
    equal((await api.get(`${account}/call-queues/${queues[0].id}/members`)).records.map((m) => m.extensionNumber), ['105', '108']);
  });
  await check(suite, 'reads IVR menus, sites and presence', async () => {
    equal((await api.get(account + '/ivr-menus')).records.map((m) => m.extensionNumber), ['121', '122']);
    equal((await api.get(account + '/sites')).records, []);
    const presence = (await api.get(account + '/presence?perPage=5')).records;
    equal(presence.map((p) => p.dndStatus), ['TakeAllCalls', 'TakeAllCalls', 'TakeAllCalls', 'TakeAllCalls', 'TakeAllCalls']);
  });
  await check(suite, 'finds its own change in the audit trail', async () => {
    const { records } = await api.post(account + '/audit-trail/search', { actionIds: ['CHANGE_CALL_FORWARDING'], perPage: 1 });
    equal(records.map((r) => [r.initiator.extensionNumber, r.target.extensionNumber, r.eventType]), [['104', '104', 'DELETE']]);
  });
  await check(suite, 'names the permission that is missing', async () => {
    const error = await api.get(account + '/forward-all-calls').then(() => undefined, (e) => e);
    equal(/CMN-408/.test(await errorText(error)), true);
  });
}

async function flips(suite, env, api) {
  await check(suite, 'flips a call', async () => {
    const call = await startCall(env, api.get);
    const party = `${account}/telephony/sessions/${call.telephonySessionId}/parties/${call.partyId}`;
    equal((await api.post(party + '/flip', { callFlipId: '*2' })).id, call.partyId);
  });
}

// ofPlatform is the API of an SDK with a platform: replies have json(), which is
// a promise in newer versions.
function ofPlatform(platform) {
  const body = async (resp) => {
    const status = resp.status || resp.response().status;
    return status === 204 ? undefined : resp.json();
  };
  return {
    get: (url) => platform.get(url).then(body),
    post: (url, data) => platform.post(url, data).then(body),
    put: (url, data) => platform.put(url, data).then(body),
    delete: (url) => platform.delete(url).then(body),
  };
}

async function oldSDK(suite, env, load) {
  const RC = load('ringcentral');
  await check(suite, 'runs the sample of 2019', async () => equal(/^\d+$/.test(await sample2019(RC, env)), true));
  const platform = new RC({ server: env.RC_SERVER_URL, appKey: env.RC_APP_CLIENT_ID, appSecret: env.RC_APP_CLIENT_SECRET }).platform();
  await check(suite, 'signs in by password', () =>
    platform.login({ username: env.RC_USERNAME, extension: env.RC_EXTENSION, password: env.RC_PASSWORD }));
  await all(suite, env, ofPlatform(platform), () => platform.refresh(), () => platform.logout());
}

async function newSDK(suite, env, load, more) {
  const { SDK } = load('@ringcentral/sdk');
  const sdk = new SDK({ server: env.RC_SERVER_URL, clientId: env.RC_APP_CLIENT_ID, clientSecret: env.RC_APP_CLIENT_SECRET });
  const platform = sdk.platform();
  await check(suite, 'signs in by JWT', () => platform.login({ jwt: env.RC_USER_JWT }));
  await check(suite, 'reads a batch', async () => {
    const resp = await platform.get(`${account}/extension/~,801200401004`);
    const parts = await sdk.client().multipart(resp);
    equal(await Promise.all(parts.map(async (p) => (await p.json()).extensionNumber)), ['104', '105']);
  });
  if (more) await more(sdk);
  await all(suite, env, ofPlatform(platform), () => platform.refresh(), () => platform.logout());
}

async function all(suite, env, api, refresh, logout) {
  await manage(suite, api);
  await wholeAccount(suite, api);
  await legacyRules(suite, api);
  await flips(suite, env, api);
  await check(suite, 'refreshes and signs out', async () => {
    await refresh();
    equal((await api.get(mine)).extensionNumber, '104');
    await logout();
  });
}

// commandsOf returns a function that runs a command of rcfwd on a sandbox and returns the
// JSON that it prints. It runs beside the sandbox of this process, so it must not block.
function commandsOf(rcfwd, env) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'rcfwd-home-'));
  fs.chmodSync(home, 0o700);
  const names = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('RC_')));
  const run = (...args) => new Promise((done, refuse) => {
    const child = spawn(rcfwd, [...args, '--json'], { env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, ...names } });
    let out = '', said = '';
    child.stdout.on('data', (data) => { out += data; });
    child.stderr.on('data', (data) => { said += data; });
    child.on('error', refuse);
    child.on('close', (code) => (code === 0 ? done(JSON.parse(out)) : refuse(new Error(`${args.join(' ')} exits with ${code}: ${said}`))));
  });
  run.close = () => fs.rmSync(home, { recursive: true, force: true });
  return run;
}

// sameNumber holds what a command prints of a number against the record of the service,
// field by field.
function sameNumber(row, record) {
  const orNull = (value) => (value === undefined || value === '' ? null : value);
  for (const field of ['phoneNumber', 'label', 'type', 'flipNumber']) equal([field, row[field]], [field, orNull(record[field] && String(record[field]))]);
  equal(row.id, String(record.id));
  equal([...(row.features || [])].sort(), [...(record.features || [])].sort());
  equal(row.deviceId, orNull(record.device && String(record.device.id)));
}

// sideBySide has commands and an SDK write in turn; each reads what the other wrote.
async function sideBySide(suite, api, rcfwd) {
  const numbers = mine + '/forwarding-number';
  await check(suite, 'every number reads as in rcfwd numbers', async () => {
    const records = (await api.get(numbers)).records;
    const rows = await rcfwd('numbers');
    equal(rows.map((r) => r.id), records.map((r) => String(r.id)));
    rows.forEach((row, i) => sameNumber(row, records[i]));
  });
  await check(suite, 'reads what rcfwd numbers writes', async () => {
    const added = await rcfwd('numbers', 'add', '415-555-0188', '--label', 'Hut', '--flip', '8', '--yes');
    sameNumber(added, await api.get(`${numbers}/${added.id}`));
    const set = await rcfwd('numbers', 'set', `id:${added.id}`, '--label', 'Lodge', '--number', '415-555-0189', '--flip', '7', '--yes');
    sameNumber(set, await api.get(`${numbers}/${added.id}`));
    await rcfwd('numbers', 'remove', `id:${added.id}`, '--yes');
    equal((await api.get(numbers)).records.some((n) => String(n.id) === added.id), false);
  });
  await check(suite, 'writes what rcfwd numbers reads', async () => {
    const made = await api.post(numbers, { phoneNumber: '+14155550190', type: 'Other', label: 'Barn', flipNumber: '8' });
    sameNumber(await rcfwd('numbers', 'show', 'Barn'), made);
    const put = await api.put(`${numbers}/${made.id}`, { phoneNumber: '+14155550191', label: 'Stable', flipNumber: '7' });
    sameNumber(await rcfwd('numbers', 'show', 'flip:7'), put);
    await api.delete(`${numbers}/${made.id}`);
    equal((await rcfwd('numbers')).some((n) => n.id === String(made.id)), false);
  });
  const custom = (await api.get(mine + '/answering-rule')).records.find((r) => r.name === 'Weekly meeting');
  await check(suite, 'rules are switched, renamed and rescheduled in turn', async () => {
    const rule = `${mine}/answering-rule/${custom.id}`;
    equal((await rcfwd('rules', 'off', 'Weekly meeting', '--yes')).enabled, false);
    equal((await api.get(rule)).enabled, false);
    await api.put(rule, { enabled: true, name: 'Standup', schedule: { weeklyRanges: { monday: [{ from: '09:00', to: '09:30' }] } } });
    const row = await rcfwd('rules', 'show', `id:${custom.id}`);
    equal([row.enabled, row.name, row.when], [true, 'Standup', 'Mon 09:00-09:30']);
  });
  await check(suite, 'steps of a rule are as the service stores them', async () => {
    const row = await rcfwd('rules', 'step', 'set', 'Work hours', '1', '--seconds', '35', '--yes');
    const stored = (await api.get(mine + '/answering-rule/business-hours-rule')).forwarding.rules;
    equal(row.steps[0].length, 7);
    equal(row.steps.filter((s) => s.on).map((s) => [s.length, s.targets.map((t) => t.id)]),
      stored.filter((r) => r.enabled !== false).map((r) => [Number(r.ringCount), r.forwardingNumbers.map((n) => String(n.id))]));
  });
}

async function newSDKAndCallControl(suite, env, load, rcfwd) {
  await newSDK(suite, env, load, async (sdk) => {
    const command = commandsOf(rcfwd, env);
    try {
      await sideBySide(suite + ' beside rcfwd', ofPlatform(sdk.platform()), command);
    } finally {
      command.close();
    }
    await check('ringcentral-call-control', 'flip() resolves with the party', async () => {
      const { RingCentralCallControl } = load('ringcentral-call-control');
      const call = await startCall(env, (url) => sdk.platform().get(url).then((r) => r.json()));
      const control = new RingCentralCallControl({ sdk });
      await control.initialize();
      const session = control.sessions.find((s) => s.id === call.telephonySessionId);
      equal((await session.flip({ callFlipId: '*2' })).id, call.partyId);
    });
  });
}

// rcEx runs @rc-ex/core on both call handlings, and events of @rc-ex/ws.
async function rcEx(suite, env, load, rcfwd) {
  await withRcEx(suite, env, load, async (rc, api) => {
    await manage(suite, api);
    await wholeAccount(suite, api);
    await typedReads(suite, rc.restapi().account());
    await legacyRules(suite, api);
    await flips(suite, env, api);
    await check(suite, 'reads the versions', async () => equal((await rc.restapi().get()).uriString, 'v1.0'));
    await events(env, load, rc, api);
  });
  const moved = await serve(rcfwd, 'new');
  try {
    await withRcEx(suite, moved, load, async (rc, api) => {
      const rule = v2 + '/comm-handling/voice/state-rules/work-hours';
      await check(suite, 'changes the flip list', async () => {
        const list = (await api.get(v2 + '/call-flip-numbers')).records;
        list.push({ phoneNumber: '+14155550150', type: 'External', label: 'Boat', flipNumber: '8' });
        const after = await api.put(v2 + '/call-flip-numbers', { records: list });
        equal(after.records.map((n) => n.label), list.map((n) => n.label));
      });
      await check(suite, 'changes a state rule', async () => {
        const { dispatching } = await api.get(rule);
        const last = dispatching.actions.length - 1;
        dispatching.actions.splice(last, 0, {
          type: 'RingGroupAction', enabled: true, duration: 20,
          targets: [{ type: 'PhoneNumberRingTarget', name: 'Boat', destination: { phoneNumber: '+14155550150' } }],
        });
        const after = (await rc.patch(rule, { dispatching })).data;
        equal(after.dispatching.actions[last].targets[0].name, 'Boat');
      });
      await check(suite, 'lists forwarding targets', async () =>
        equal((await api.get(v2 + '/comm-handling/voice/forwarding-targets')).records.some((t) => t.type === 'PhoneNumberRingTarget'), true));
    });
  } finally {
    moved.stop();
  }
}

// typedReads reads the account by the SDK's own methods.
async function typedReads(suite, own) {
  await check(suite, 'reads the account by its own methods', async () => {
    const queue = (await own.callQueues().list()).records[0];
    equal((await own.callQueues(queue.id).members().get()).records.length, 2);
    equal((await own.extension(queue.id).get()).type, 'Department');
    equal((await own.ivrMenus().list()).records.length, 2);
    equal((await own.presence().get()).records.length, 14);
    equal((await own.auditTrail().search().post({})).paging.page, 1);
  });
}

async function withRcEx(suite, env, load, run) {
  const RingCentral = load('@rc-ex/core').default || load('@rc-ex/core');
  const rc = new RingCentral({ server: env.RC_SERVER_URL, clientId: env.RC_APP_CLIENT_ID, clientSecret: env.RC_APP_CLIENT_SECRET });
  await check(suite, 'signs in by JWT', () => rc.authorize({ jwt: env.RC_USER_JWT }));
  const api = {};
  for (const method of ['get', 'post', 'put', 'delete']) api[method] = (url, data) => rc[method](url, data).then((r) => r.data);
  await run(rc, api);
  await check(suite, 'signs out', () => rc.revoke());
}

async function events(env, load, rc, api) {
  const suite = '@rc-ex/ws';
  const WebSocketExtension = load('@rc-ex/ws').default;
  const socket = new WebSocketExtension();
  const received = [];
  await check(suite, 'subscribes', async () => {
    await rc.installExtension(socket);
    await socket.subscribe([presenceFilter], (event) => received.push(event));
  });
  await check(suite, 'receives the event of a call', async () => {
    const call = await startCall(env, api.get);
    await until(() => received.find((e) => ((e.body || {}).activeCalls || []).some((c) => c.partyId === call.partyId)));
  });
  await check(suite, 'recovers with the token that it has', async () => {
    const { ws, wsToken } = socket;
    ws.close();
    await until(() => ws.readyState === 3);
    await socket.recover();
    equal([socket.ws !== ws, socket.wsToken.ws_access_token === wsToken.ws_access_token], [true, true]);
    equal(socket.connectionDetails.recoveryState, 'Successful');
    const count = received.length;
    await startCall(env, api.get);
    await until(() => received.length > count);
  });
  await check(suite, 'disconnects', () => socket.revoke());
}

async function main() {
  const rcfwd = process.argv[2];
  if (!rcfwd) throw new Error('usage: node clients.js path/to/rcfwd [folder]');
  if (Number(process.versions.node.split('.')[0]) < 18) return console.log(`skipped: Node 18 is needed, this is ${process.versions.node}`);
  const root = process.argv[3] ? path.resolve(process.argv[3]) : fs.mkdtempSync(path.join(os.tmpdir(), 'rcfwd-clients-'));
  try {
    for (const [number, suite] of suites.entries()) {
      const { folder, skip } = install(root, suite, number);
      if (skip) return console.log(`skipped: ${skip}`);
      const load = (name) => require(require.resolve(name, { paths: [folder] }));
      const env = await serve(path.resolve(rcfwd), 'legacy');
      try {
        await check(suite.name, 'runs to its end', () => suite.run(suite.name, env, load, suite.run === newSDK ? undefined : path.resolve(rcfwd)));
      } finally {
        env.stop();
      }
    }
  } finally {
    if (!process.argv[3]) fs.rmSync(root, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
}

main().then(() => process.exit(failed ? 1 : 0), (e) => {
  console.error(e);
  process.exit(1);
});
