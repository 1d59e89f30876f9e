// Smoke test: the built program `langnghe serve` against telegram-test-api, an
// emulator of the Bot API that nobody of this project wrote. A person joins
// with a code, files a report with text and buttons, and reads it back.
//
//   node smoke.js PATH_OF_LANGNGHE
//
// What stands between the two, because the emulator lacks it (README.md):
// bodies become JSON, setMyCommands is answered, updates get the secret header.
'use strict';
const { spawn, execFile } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const TelegramServer = require('telegram-test-api');

const binary = path.resolve(process.argv[2] || '');
const token = '100200300:token-of-the-smoke-test';
const secret = 'secret-of-the-smoke-test';
const patience = 20_000; // ms for one answer
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'langnghe-smoke-'));
process.on('unhandledRejection', (e) => console.error('emulator:', e.message)); // it drops what is refused

function freePort() {
  return new Promise((resolve, reject) => {
    const s = net.createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });
}

async function readBody(req) {
  const parts = [];
  for await (const p of req) parts.push(p);
  return Buffer.concat(parts);
}

// bridge takes the program's calls and the emulator's deliveries.
function bridge(port, emulator, hook) {
  const missing = new Set(['setMyCommands', 'getWebhookInfo']);
  const server = http.createServer(async (req, res) => {
    const body = await readBody(req);
    const pass = async (url, headers, data) => {
      const r = await fetch(url, { method: 'POST', headers, body: data });
      res.writeHead(r.status, { 'content-type': 'application/json' }).end(await r.text());
    };
    if (req.url === '/deliver') {
      await pass(hook, { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }, body);
      return;
    }
    const method = req.url.split('/').pop();
    if (missing.has(method)) {
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":true}');
      return;
    }
    const type = req.headers['content-type'] || '';
    let fields = {};
    if (type.startsWith('multipart/') && body.includes('form-data')) { // not a form without fields
      fields = Object.fromEntries(await new Response(body, { headers: { 'content-type': type } }).formData());
      for (const k of Object.keys(fields)) { // the emulator says them back as they are
        if (k !== 'text' && /^[[{]|^(true|false|\d+)$/.test(fields[k])) fields[k] = JSON.parse(fields[k]);
      }
    } else if (type.startsWith('application/json')) {
      fields = JSON.parse(body);
    }
    if (method === 'setWebhook') {
      if (fields.url !== hook || fields.secret_token !== secret) throw new Error('setWebhook with another address or secret');
      fields.url = `http://127.0.0.1:${port}/deliver`;
    }
    await pass(emulator + req.url, { 'content-type': 'application/json' }, JSON.stringify(fields));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

// person is one user's phone.
class Person {
  constructor(emulator, id) {
    this.emulator = emulator;
    this.client = emulator.getClient(token, { userId: id, chatId: id, firstName: 'Lan', userName: 'lan' });
    this.seen = new Set();
    this.buttons = [];
  }

  async says(text, ...expected) {
    console.log('>', text);
    await this.client.sendMessage(this.client.makeMessage(text));
    return this.hears(expected);
  }

  async taps(label, ...expected) {
    const b = this.buttons.find((x) => x.text.includes(label));
    if (!b) throw new Error(`no button ${label} among ${this.buttons.map((x) => x.text).join(', ')}`);
    console.log('*', b.text);
    await this.client.sendCallback(this.client.makeCallbackQuery(b.callback_data, { message: { message_id: b.message } }));
    return this.hears(expected);
  }

  // hears waits until every expected part was said in new messages.
  async hears(expected) {
    const until = Date.now() + patience;
    const fresh = [];
    while (Date.now() < until) {
      for (const u of this.emulator.getUpdatesHistory(token)) {
        if (!u.message || !u.message.chat_id || this.seen.has(u.messageId)) continue;
        this.seen.add(u.messageId);
        fresh.push(u.message.text);
        console.log('<', u.message.text.split('\n').join('\n  '));
        const rows = (u.message.reply_markup && u.message.reply_markup.inline_keyboard) || [];
        if (rows.length) this.buttons = rows.flat().map((b) => ({ ...b, message: u.messageId }));
      }
      const all = fresh.join('\n');
      if (expected.every((e) => all.includes(e))) return all;
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error(`not said: ${expected.filter((e) => !fresh.join('\n').includes(e)).join(' | ')}`);
  }
}

async function main() {
  const [apiPort, bridgePort, listen, admin] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const emulator = new TelegramServer({ host: '127.0.0.1', port: apiPort, storeTimeout: 3600 });
  await emulator.start();
  const between = await bridge(bridgePort, emulator.config.apiURL, `http://127.0.0.1:${listen}/webhook/telegram`);
  fs.writeFileSync(path.join(dir, 'org.yaml'), `units:
  - {id: hn, type: thanh_pho, name: "Thành phố Hà Nội"}
  - {id: bd, type: phuong, name: "Phường Ba Đình", parent: hn}
`);
  const config = path.join(dir, 'config.yaml');
  fs.writeFileSync(config, `server: {listen: "127.0.0.1:${listen}", admin_listen: "127.0.0.1:${admin}", public_url: "http://127.0.0.1:${listen}", stop_timeout: 5s}
log: {level: warn}
store: {url: "bolt:langnghe.db"}
telegram: {token: "${token}", webhook_secret: "${secret}", api_url: "http://127.0.0.1:${bridgePort}"}
`);
  const program = spawn(binary, ['serve', '--config', config], { stdio: ['ignore', 'inherit', 'inherit'] });
  const exited = new Promise((resolve) => program.once('exit', resolve));
  try {
    const until = Date.now() + patience;
    for (;;) { // ready, and known to the platform
      const text = await fetch(`http://127.0.0.1:${admin}/readyz`).then((r) => r.text(), () => '');
      if (text.startsWith('ready') && /^ok +telegram$/m.test(text)) break;
      if (Date.now() > until) throw new Error(`not ready: ${text}`);
      await new Promise((r) => setTimeout(r, 50));
    }
    const { stdout } = await promisify(execFile)(binary, ['invite', '--config', config, '--unit', 'bd', '--role', 'collaborator']);
    const code = /[A-Z0-9]{4,}(-[A-Z0-9]+)*/.exec(stdout)[0];
    const lan = new Person(emulator, 7001);
    await lan.says('xin chào', 'mã mời');
    await lan.says(code, 'có đồng ý không');
    await lan.taps('Đồng ý', 'xưng hô');
    await lan.taps('Cô', 'họ và tên');
    await lan.says('Nguyễn Thị Lan', 'cô');
    await lan.says('báo cáo', 'lĩnh vực');
    await lan.taps('Giao thông', 'Cụ thể');
    await lan.says('ùn tắc', 'kể ngắn gọn');
    await lan.says('Ngã tư Liễu Giai tắc từ 7 giờ, gọi 0912345678', '[đã che]');
    await lan.taps('Được', 'Có ảnh thì');
    await lan.taps('Bỏ qua', 'Có nhiều người');
    await lan.taps('Một số ý kiến', 'Thái độ');
    await lan.says('xem lại', 'Giao thông', 'Ngã tư Liễu Giai', '[đã che]');
    await lan.taps('Để sau', 'giữ');
    await lan.says('không có gì', 'Mã');
    if (JSON.stringify(emulator.getUpdatesHistory(token).filter((u) => u.message && u.message.chat_id)).includes('0912345678')) {
      throw new Error('a phone number was said back');
    }
    program.kill('SIGTERM');
    const status = await exited;
    if (status !== 0) throw new Error(`the program ended with ${status}`);
    console.log('smoke test passed');
  } finally {
    program.kill('SIGKILL');
    await exited;
    between.close();
    await emulator.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

main().then(() => process.exit(0), (e) => { console.error('smoke test FAILED:', e.message); process.exit(1); });
