// An adapter between the Holdfast conformance kit and a proxy. Node 16 or later.
// Replace the bodies below YOUR SYSTEM by calls of your own; leave THE WIRE as it is.
// Standard output belongs to the kit: log with console.error.
'use strict';

// ------------------------------------------------------------------ YOUR SYSTEM

// One scenario. What your system says goes to say(), from any of these, in its order.
class MyProxy {
  constructor() {
    // YOUR SYSTEM: begin afresh; nothing that came before is known
  }

  // From the originating OS whose channel is `domain`, such as 'domain:A'.
  DomainUp(domain, { epoch }) {
    // YOUR SYSTEM
  }

  DomainDown(domain) {
    // YOUR SYSTEM
  }

  Request(domain, { id, processes, resource }) {
    // processes: an array of { pid: 7, incarnation: 1 }
    // YOUR SYSTEM, for example: say('target', 'Need', { resource, attempt: 1 });
  }

  Release(domain, { id, process, resource }) {
    // YOUR SYSTEM
  }

  ProcessExited(domain, { process }) {
    // YOUR SYSTEM
  }

  malformed(domain, message) {
    say(domain, 'Error', { reason: 'INVALID' }); // YOUR SYSTEM, if it reads messages itself
  }

  // From the target OS.
  Provided(_, { resource, attempt, program, generation, handle }) {
    // YOUR SYSTEM
  }

  StartFailed(_, { resource, attempt, reason }) {
    // YOUR SYSTEM
  }

  Died(_, { program, generation, cause }) {
    // YOUR SYSTEM
  }

  async settle() {
    // YOUR SYSTEM: wait until all that was caused so far has been said
  }
}

// ------------------------------------------------------------------ THE WIRE

let said = [];
const say = (channel, type, fields) => said.push({ channel, message: { type, ...fields } });

const isNumber = (x, most = 2 ** 31 - 1) => Number.isInteger(x) && x >= 1 && x <= most;
const isName = (x) => typeof x === 'string' && /^[A-Za-z0-9._:/#-]{1,128}$/.test(x);
const isObject = (x) => typeof x === 'object' && x !== null && !Array.isArray(x);
const isProcess = (x) => isObject(x) && isNumber(x.pid) && isNumber(x.incarnation);

const FIELDS = {
  id: (x) => isNumber(x, Number.MAX_SAFE_INTEGER),
  processes: (x) => Array.isArray(x) && x.every(isProcess),
  process: isProcess,
  epoch: isNumber,
  attempt: isNumber,
  generation: isNumber,
  resource: isName,
  program: isName,
  handle: isName,
  reason: isName,
  cause: isName,
};
const OF_DOMAIN = new Map([
  ['DomainUp', ['epoch']],
  ['DomainDown', []],
  ['Request', ['id', 'processes', 'resource']],
  ['Release', ['id', 'process', 'resource']],
  ['ProcessExited', ['process']],
]);
const OF_TARGET = new Map([
  ['Provided', ['resource', 'attempt', 'program', 'generation', 'handle']],
  ['StartFailed', ['resource', 'attempt', 'reason']],
  ['Died', ['program', 'generation', 'cause']],
]);

function hear(proxy, channel, message) {
  const words = channel === 'target' ? OF_TARGET : OF_DOMAIN;
  const names = isObject(message) ? words.get(message.type) : undefined;
  if (names !== undefined && names.every((name) => FIELDS[name](message[name]))) {
    proxy[message.type](channel, message);
  } else if (words === OF_DOMAIN) {
    proxy.malformed(channel, message);
  }
}

async function main() {
  let proxy;
  for await (const text of require('readline').createInterface({ input: process.stdin })) {
    const line = JSON.parse(text);
    if (line.control === 'hello') {
      said.push({ control: 'hello', version: 1, role: 'proxy', name: 'my proxy', capabilities: [] });
    } else if (line.control === 'reset') {
      proxy = new MyProxy();
    } else if (line.control === 'sync') {
      await proxy.settle();
      said.push({ control: 'synced', number: line.number });
    } else if (line.control === 'bye') {
      process.stdin.destroy(); // not process.exit(): that would lose what is still to be written
      return;
    } else {
      hear(proxy, line.channel, line.message);
    }
    if (line.control === 'hello' || line.control === 'sync') {
      process.stdout.write(said.map((one) => JSON.stringify(one) + '\n').join('')); // all at once
      said = [];
    }
  }
}

main();
