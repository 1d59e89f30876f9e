// The conversation of one phone: bubbles, days, and staying at the bottom.
import { make, reconcile } from "./dom.js";
import { bubble } from "./bubble.js";

export class Talk {
  constructor(seat, hand) {
    this.box = seat.querySelector(".talk");
    this.down = seat.querySelector(".down");
    this.hand = hand;
    this.about = seat.dataset.about;
    this.bot = seat.dataset.bot;
    this.kept = new Map();
    this.chat = null;
    this.missed = 0;
    this.down.addEventListener("click", () => this.bottom());
    this.box.addEventListener("scroll", () => {
      if (this.near()) this.missed = 0;
      this.arrow();
    });
    // A window that becomes smaller (or a growing composer) must not hide the last word.
    this.stuck = true;
    let last = 0;
    this.box.addEventListener("scroll", () => {
      if (this.near()) this.stuck = true;
      else if (this.box.scrollTop < last) this.stuck = false; // only a reader scrolls up
      last = this.box.scrollTop;
    });
    const stay = () => this.stuck && this.bottom();
    new ResizeObserver(stay).observe(this.box);
    this.box.addEventListener("load", stay, true); // a picture got its height
  }

  near() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 80;
  }

  bottom() {
    this.stuck = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.missed = 0;
    this.arrow();
  }

  arrow() {
    this.down.hidden = this.near();
    this.down.lastElementChild.textContent = this.missed ? this.missed + " tin mới" : "";
    this.down.setAttribute("aria-label", this.missed ? "Xem " + this.missed + " tin mới" : "Xuống cuối");
  }

  draw(platform, chat, bubbles, older) {
    const other = this.chat !== chat.id;
    if (other) {
      this.box.replaceChildren();
      this.kept.clear();
      this.chat = chat.id;
      this.missed = 0;
    }
    this.box.setAttribute("aria-live", other ? "off" : "polite");
    const follow = other || this.stuck;
    const before = new Set(this.kept.keys());

    reconcile(this.box, this.wanted(platform, chat, bubbles, older), this.kept);

    const fresh = bubbles.filter((b) => !before.has(b.id));
    this.box.classList.toggle("still", other);
    if (follow || fresh.some((b) => b.mine)) this.bottom();
    else this.missed += fresh.length;
    this.arrow();
  }

  wanted(platform, chat, bubbles, older) {
    const list = [];
    const add = (key, sig, build) => list.push({ key, sig, make: build });
    if (older) add("older", String(older), () => make("p", "service", make("span", "", older + " tin cũ hơn không hiện ở đây")));
    if (!bubbles.length && !chat.group) add("about", "", () => this.card());
    let day = "";
    bubbles.forEach((b, i) => {
      if (b.day !== day) {
        day = b.day;
        const words = day;
        add("day:" + words, "", () => make("p", "service day", make("span", "", words)));
      }
      const place = { first: !joins(bubbles[i - 1], b), last: !joins(b, bubbles[i + 1]), group: chat.group, human: Boolean(chat.group && b.author && b.author !== this.bot) };
      add(b.id, JSON.stringify([b, place]), () => bubble(b, place, [platform, chat.id], this.hand));
    });
    if (chat.typing) add("typing", "", typing);
    return list;
  }

  card() {
    return make("div", "about", make("b", "", "Trợ lý này làm được gì?"), make("p", "", this.about));
  }
}

/** Two bubbles of one author on one day stand as one run. */
function joins(a, b) {
  return a && b && !a.service && !b.service && a.mine === b.mine && a.author === b.author && a.day === b.day;
}

function typing() {
  const dots = make("div", "bubble dots", make("i"), make("i"), make("i"));
  dots.setAttribute("aria-label", "Trợ lý đang soạn tin");
  return make("div", "line theirs first last", make("span", "pic"), make("div", "stack", dots));
}
