// One phone: who holds it, what it shows, what can be done on it.
import { button, face, icon, make, popup } from "./dom.js";
import { post } from "./net.js";
import { Picker } from "./picker.js";
import { room } from "./room.js";
import { Talk } from "./talk.js";

const words = {
  zalo: { start: "Quan tâm để bắt đầu", block: "Bỏ quan tâm", unblock: "Quan tâm lại", blocked: "Đã bỏ quan tâm", bot: "Tài khoản OA", group: "Nhóm" },
  telegram: { start: "Bắt đầu", block: "Chặn trợ lý", unblock: "Bỏ chặn", blocked: "Đã chặn", bot: "bot", group: "nhóm" },
};

export class Phone {
  constructor(seat, changed) {
    this.seat = seat;
    this.platform = seat.dataset.platform;
    this.words = words[this.platform] || words.telegram;
    this.changed = changed;
    this.open = sessionStorage.getItem("open:" + this.platform) || "";
    this.drafts = new Map();
    this.toasts = new Map();
    this.q = (s) => seat.querySelector(s);
    this.text = this.q("textarea");
    this.picker = new Picker(seat, (id) => this.choose(id));
    this.talk = new Talk(seat, {
      press: (bubble, n, key) => this.press(bubble, n, key),
      edit: (bubble) => this.edit(bubble),
      react: (bubble, code) => this.deed("react", { chat: this.talk.chat, bubble, code }),
      reactions: [...seat.querySelectorAll(".reactions option")].map((o) => ({ code: o.value, show: o.textContent })),
    });
    this.wire();
  }

  wire() {
    const form = this.q(".composer");
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      this.send(this.text.value);
    });
    this.text.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && this.editing && !e.isComposing) this.unedit();
      // An input method (Unikey, Telex) that is still composing owns its Enter.
      if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
      e.preventDefault();
      form.requestSubmit();
    });
    this.text.addEventListener("input", () => this.grow());
    this.q(".editing button").addEventListener("click", () => this.unedit());
    this.closeAttach = popup(this.q(".attach-open"), this.q(".attach"));
    for (const b of this.q(".attach").querySelectorAll("button"))
      b.addEventListener("click", () => {
        this.closeAttach();
        this.attach(b.dataset.kind, b.dataset.caption === "true");
      });
    this.q(".begin").addEventListener("click", (e) => this.act(e.currentTarget.dataset.act));
    this.closeMore = popup(this.q(".more-open"), this.q(".more-list"));
    const menu = this.q(".menu");
    if (!menu) return;
    const close = popup(this.q(".menu-open"), menu);
    for (const b of menu.querySelectorAll("button"))
      b.addEventListener("click", () => {
        close();
        this.send(b.dataset.send, true);
      });
  }

  choose(id) {
    if (id === this.open) return;
    this.closeMore();
    this.closeAttach();
    this.unedit();
    this.keep();
    this.open = id;
    sessionStorage.setItem("open:" + this.platform, id);
    this.text.value = this.drafts.get(id) || "";
    this.grow();
    this.changed();
  }

  /** keep remembers a half-written text with its writer. */
  keep() {
    this.drafts.set(this.open, this.text.value);
  }

  fill(text) {
    this.text.value = text;
    this.grow();
    this.text.focus();
  }

  grow() {
    this.text.style.height = "auto";
    const tall = this.text.scrollHeight + this.text.offsetHeight - this.text.clientHeight;
    this.text.style.height = tall ? Math.min(tall, 132) + "px" : ""; // 0 while it is hidden
    this.q(".composer").classList.toggle("ready", this.text.value.trim() !== "");
  }

  async send(text, menu = false) {
    if (!text.trim() || this.sending) return;
    this.sending = true;
    const chat = this.open;
    const bubble = menu ? "" : this.editing;
    try {
      if (bubble) await post("edit", { platform: this.platform, chat, bubble, text });
      else await post("send", { platform: this.platform, chat, text });
      if (!menu) this.sent(chat, text);
      if (bubble) this.unedit();
    } catch (e) {
      this.say(e.message); // the text stays in the box
    } finally {
      this.sending = false;
    }
  }

  /** sent empties the box, unless more was written meanwhile. */
  sent(chat, text) {
    if (this.open !== chat) {
      if (this.drafts.get(chat) === text) this.drafts.delete(chat);
    } else if (this.text.value === text) {
      this.text.value = "";
      this.grow();
    }
  }

  /** edit takes a message of one's own back into the box. */
  edit(b) {
    if (!this.editing) this.kept = this.text.value;
    this.editing = b.id;
    this.q(".editing").hidden = false;
    this.fill(b.text);
  }

  /** unedit leaves the message as it is, and gives back what was being written. */
  unedit() {
    if (!this.editing) return;
    this.editing = "";
    this.q(".editing").hidden = true;
    this.fill(this.kept);
  }

  /** attach sends something; what was being written goes along as its caption. */
  async attach(kind, captioned) {
    const chat = this.open;
    const caption = captioned && !this.editing ? this.text.value.trim() : "";
    const typed = this.text.value;
    try {
      await post("attach", { platform: this.platform, chat, kind, caption });
      if (caption) this.sent(chat, typed);
    } catch (e) {
      this.say(e.message);
    }
  }

  async press(bubble, n, key) {
    key.classList.add("busy");
    await this.deed("press", { chat: this.talk.chat, bubble, button: n }); // the chat it was drawn in
    key.classList.remove("busy");
  }

  act(act, who = "") {
    if (who === "" && act !== "read") this.closeMore();
    return this.deed("act", { act, who });
  }

  async deed(path, more) {
    try {
      await post(path, { platform: this.platform, chat: this.open, ...more });
    } catch (e) {
      this.say(e.message);
    }
  }

  say(text) {
    const t = this.q(".toast");
    t.textContent = text;
    t.hidden = false;
    clearTimeout(this.hush);
    this.hush = setTimeout(() => (t.hidden = true), 4000);
  }

  draw(view, time, seen) {
    const chat = view.chats.find((c) => c.id === view.open);
    this.q(".hour").textContent = time;
    if (!chat) return;
    this.open = view.open;
    this.picker.draw(view.chats, view.open);
    this.head(chat);
    this.foot(chat);
    this.talk.draw(this.platform, chat, view.bubbles, view.older);
    this.toast(chat);
    if (seen) this.read(chat, view.bubbles.at(-1)?.id);
  }

  head(chat) {
    this.q(".avatar").replaceChildren(chat.group ? face(chat) : icon("bot"));
    this.q(".bot").replaceChildren(chat.group ? chat.title : this.seat.dataset.bot);
    this.q(".under").textContent = chat.typing ? "đang soạn tin…" : chat.group ? chat.subtitle || this.words.group : this.words.bot;
    if (!chat.group && this.platform === "zalo") this.q(".bot").append(icon("seal", "icon seal"));
    const w = this.q(".window");
    w.hidden = !chat.window;
    w.className = "window now-" + (chat.window?.state || "");
    w.textContent = chat.window?.text || "";
    w.title = chat.window ? "Zalo cho trợ lý nhắn người này thế nào" : "";
    this.q(".under").classList.toggle("out", Boolean(chat.room?.out));
    if (chat.room && !chat.typing) this.q(".under").textContent = chat.room.out ? chat.room.bot : chat.subtitle + " · " + chat.room.bot;
    this.more(chat);
  }

  /** more fills the panel behind the three dots: a group's people, or blocking. */
  more(chat) {
    const more = this.q(".more");
    const act = chat.blocked ? "unblock" : "block";
    more.hidden = chat.group ? !chat.room : !chat.started;
    const sig = JSON.stringify([chat.id, chat.room || act]);
    if (this.moreDrawn === sig) return;
    this.moreDrawn = sig;
    const list = this.q(".more-list");
    list.classList.toggle("room", chat.group);
    const had = list.contains(document.activeElement);
    list.replaceChildren(...(chat.room ? room(chat.room, (a, who) => this.act(a, who)) : [button("grave", () => this.act(act), this.words[act])]));
    if (had) (list.querySelector("button") || this.q(".more-open")).focus();
    this.q(".more-open").setAttribute("aria-label", chat.group ? "Thành viên và quyền của trợ lý" : "Thêm lựa chọn");
  }

  foot(chat) {
    const begin = this.q(".begin");
    const act = chat.blocked ? "unblock" : "start";
    const waits = !chat.group && (chat.blocked || !chat.started);
    begin.hidden = !waits;
    begin.dataset.act = act;
    begin.textContent = this.words[act];
    const form = this.q(".composer");
    const back = form.hidden;
    form.hidden = waits || chat.readOnly;
    if (back && !form.hidden) this.grow();
    this.q(".closed").hidden = waits || !chat.readOnly;
    this.seat.classList.toggle("in-group", chat.group);
    this.letters(form.hidden ? [] : chat.keys || []);
  }

  /** letters draws the keys that stand in place of the letters. */
  letters(rows) {
    const sig = JSON.stringify([this.open, rows]);
    if (this.lettersDrawn === sig) return;
    this.lettersDrawn = sig;
    const box = this.q(".letters");
    box.hidden = rows.length === 0;
    let n = 0;
    const press = (key) => this.deed("key", { key });
    box.replaceChildren(...rows.map((row) => make("div", "row", ...row.map((text) => button("letter", press.bind(this, n++), text)))));
  }

  /** toast shows an answer to a press once; those from before this page opened are old. */
  toast(chat) {
    const id = chat.toast?.id ?? "";
    const known = this.toasts.get(chat.id);
    this.toasts.set(chat.id, id);
    if (id && known !== undefined && known !== id) this.say(chat.toast.text);
  }

  /** read tells the city that this chat is before someone's eyes, once per news. */
  read(chat, last) {
    const mark = [chat.id, chat.unread, last].join();
    if (!chat.unread || this.marked === mark) return;
    this.marked = mark;
    this.act("read");
  }
}
