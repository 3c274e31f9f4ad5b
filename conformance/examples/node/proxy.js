// A proxy process, as a subject of the Holdfast conformance kit. Node 16 or later.
'use strict';

// ---------------------------------------------------------------- what a domain may say

const isNumber = (x, most = 2 ** 31 - 1) => Number.isInteger(x) && x >= 1 && x <= most;
const isId = (x) => isNumber(x, Number.MAX_SAFE_INTEGER);
const isName = (x) => typeof x === 'string' && /^[A-Za-z0-9._:/#-]{1,128}$/.test(x);
const isObject = (x) => typeof x === 'object' && x !== null && !Array.isArray(x);
const isProcess = (x) => isObject(x) && isNumber(x.pid) && isNumber(x.incarnation);
const isProcesses = (x) => Array.isArray(x) && x.every(isProcess);

const WORDS = new Map([
  ['Request', (m) => isId(m.id) && isProcesses(m.processes) && isName(m.resource)],
  ['Release', (m) => isId(m.id) && isProcess(m.process) && isName(m.resource)],
  ['ProcessExited', (m) => isProcess(m.process)],
  ['DomainUp', (m) => isNumber(m.epoch)],
  ['DomainDown', () => true],
]);
const isWord = (m) => isObject(m) && WORDS.has(m.type) && WORDS.get(m.type)(m);

// ---------------------------------------------------------------- the proxy

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const byProcess = (a, b) => a.pid - b.pid || a.incarnation - b.incarnation;

class ProxyProcess {
  constructor(say) {
    this.say = say; // (channel, type, fields)
    this.sessions = new Map(); // channel of a domain -> { epoch, lastId, exited: pid -> incarnation }
    this.interests = new Map(); // resource -> { attempt, state, requests, ... }
    this.dead = new Map(); // program -> highest generation that died
  }

  hear(domain, m) {
    const session = this.sessions.get(domain);
    const type = isWord(m) ? m.type : 'malformed';
    if (type === 'DomainUp' && m.epoch > (session ? session.epoch : 0)) {
      this.domainDown(domain);
      this.sessions.set(domain, { epoch: m.epoch, lastId: 0, exited: new Map() });
    } else if (session && type === 'Request' && m.id > session.lastId) {
      session.lastId = m.id;
      this.request(domain, session, m);
    } else if (session && type === 'Release' && m.id > session.lastId) {
      session.lastId = m.id;
      this.release(domain, m);
    } else if (session && type === 'ProcessExited') {
      this.exited(domain, session, m.process.pid, m.process.incarnation);
    } else if (session && type === 'DomainDown') {
      this.domainDown(domain);
    } else {
      this.say(domain, 'Error', { reason: 'INVALID' });
    }
  }

  request(domain, session, { id, processes, resource }) {
    const refuse = (reason) => this.say(domain, 'Refused', { id, reason });
    if (processes.length === 0 || new Set(processes.map((p) => p.pid)).size < processes.length) {
      return refuse('INVALID');
    }
    if (processes.some((p) => p.incarnation <= (session.exited.get(p.pid) ?? 0))) {
      return refuse('DEAD_PROCESS');
    }
    for (const p of processes) this.exited(domain, session, p.pid, p.incarnation - 1);
    if (!this.interests.has(resource)) {
      this.interests.set(resource, { attempt: 0, state: 'idle', requests: [], users: new Map() });
    }
    const interest = this.interests.get(resource);
    const keys = new Set();
    for (const { pid, incarnation } of processes) {
      const key = `${domain} ${pid} ${incarnation}`; // no name holds a space
      keys.add(key);
      interest.users.set(key, { domain, pid, incarnation });
    }
    if (interest.state === 'live') {
      return this.say(domain, 'Granted', { id, handle: interest.handle });
    }
    interest.requests.push({ domain, id, keys });
    if (interest.state === 'idle') {
      interest.state = 'asking';
      interest.attempt += 1;
      this.say('target', 'Need', { resource, attempt: interest.attempt });
    }
  }

  release(domain, { id, process: { pid, incarnation }, resource }) {
    const interest = this.interests.get(resource);
    const held = interest !== undefined && interest.users.has(`${domain} ${pid} ${incarnation}`);
    this.say(domain, 'Released', { id, outcome: held ? 'RELEASED' : 'NOT_HELD' });
    if (held) {
      const same = (u) => u.domain === domain && u.pid === pid && u.incarnation === incarnation;
      this.drop(resource, interest, same);
    }
  }

  exited(domain, session, pid, incarnation) {
    if (incarnation <= (session.exited.get(pid) ?? 0)) return;
    session.exited.set(pid, incarnation);
    this.dropAll((u) => u.domain === domain && u.pid === pid && u.incarnation <= incarnation);
  }

  domainDown(domain) {
    this.sessions.delete(domain); // first, so that nothing is said to a domain that is down
    this.dropAll((u) => u.domain === domain);
  }

  dropAll(goes) {
    for (const [resource, interest] of [...this.interests].sort(byKey)) {
      this.drop(resource, interest, goes);
    }
  }

  drop(resource, interest, goes) {
    const gone = [...interest.users].filter(([, user]) => goes(user)).map(([key]) => key);
    if (gone.length === 0) return;
    for (const key of gone) interest.users.delete(key);
    for (const request of interest.requests) {
      for (const key of gone) request.keys.delete(key);
      if (request.keys.size === 0 && this.sessions.has(request.domain)) {
        this.say(request.domain, 'Refused', { id: request.id, reason: 'CANCELLED' });
      }
    }
    interest.requests = interest.requests.filter((request) => request.keys.size > 0);
    if (interest.users.size === 0) {
      interest.state = 'idle';
      this.say('target', 'NoLongerNeeded', { resource, attempt: interest.attempt });
    }
  }

  hearTarget(m) {
    if (m.type === 'Died') return this.died(m);
    const interest = this.interests.get(m.resource);
    if (interest === undefined || interest.state !== 'asking' || interest.attempt !== m.attempt) {
      return; // it answers an attempt that is over
    }
    if (m.type === 'StartFailed') {
      this.refuseAll(interest, m.reason);
    } else if (m.generation <= (this.dead.get(m.program) ?? 0)) {
      this.refuseAll(interest, 'TARGET_DIED'); // its Died has overtaken it
    } else {
      const { program, generation, handle } = m;
      Object.assign(interest, { state: 'live', program, generation, handle });
      for (const { domain, id } of interest.requests) this.say(domain, 'Granted', { id, handle });
      interest.requests = [];
    }
  }

  refuseAll(interest, reason) {
    for (const { domain, id } of interest.requests) this.say(domain, 'Refused', { id, reason });
    Object.assign(interest, { state: 'idle', requests: [], users: new Map() });
  }

  died({ program, generation, cause }) {
    this.dead.set(program, Math.max(generation, this.dead.get(program) ?? 0));
    for (const [resource, interest] of [...this.interests].sort(byKey)) {
      const { state, users } = interest;
      if (state === 'live' && interest.program === program && interest.generation === generation) {
        Object.assign(interest, { state: 'idle', users: new Map() });
        for (const { domain, pid, incarnation } of [...users.values()].sort(byProcess)) {
          const process = { pid, incarnation };
          this.say(domain, 'TargetDied', { process, resource, generation, cause });
        }
      }
    }
  }
}

// ---------------------------------------------------------------- the lines

let out = [];
const write = (line) => out.push(JSON.stringify(line));
const say = (channel, type, fields) => write({ channel, message: { type, ...fields } });
let proxy = new ProxyProcess(say);

function answer({ control, number, channel, message }) {
  if (control === 'hello') {
    write({ control, version: 1, role: 'proxy', name: 'example in JavaScript', capabilities: [] });
  } else if (control === 'reset') {
    proxy = new ProxyProcess(say);
  } else if (control === 'sync') {
    write({ control: 'synced', number });
  } else if (control === 'bye') {
    process.stdin.destroy(); // not process.exit(): that would lose what is still to be written
  } else if (channel === 'target') {
    proxy.hearTarget(message);
  } else {
    proxy.hear(channel, message);
  }
  if ((control === 'hello' || control === 'sync') && out.length > 0) {
    process.stdout.write(out.join('\n') + '\n'); // once per answer to the kit, not once per line
    out = [];
  }
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop();
  for (const line of lines) answer(JSON.parse(line));
});
