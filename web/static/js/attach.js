// What a message carries besides words: pictures, sound, files, places, cards.
import { icon, make } from "./dom.js";

const kinds = { photo: "Ảnh", file: "Tệp", sticker: "Nhãn dán", voice: "Tin thoại", video: "Video", place: "Vị trí", contact: "Danh thiếp", link: "Liên kết" };

/** attachments draws them; several pictures are one grid. */
export function attachments(files, here) {
  if (files.length > 1 && files.every((f) => f.kind === "photo"))
    return [make("div", "album n" + Math.min(files.length, 4), ...files.map((f) => photo(f, here)))];
  return files.map((f) => one(f, here));
}

function one(f, here) {
  switch (f.kind) {
    case "sticker":
      return make("p", "sticker", "🌻");
    case "photo":
      return photo(f, here);
    case "voice":
      return voice(f, here);
    case "place":
      return place(f);
    case "contact":
      return row(f, "user", "p");
  }
  const e = row(f, "file", f.stored ? "a" : "p");
  if (f.stored) {
    e.href = address(f, here);
    e.download = "";
  }
  return e;
}

function address(f, here) {
  return ["file", ...here, f.id].map(encodeURIComponent).join("/");
}

function photo(f, here) {
  if (!f.stored) return make("p", "photo blank", icon("photo"), make("span", "", f.name || "Ảnh"));
  const i = make("img", "photo");
  i.src = address(f, here);
  i.alt = f.name || "Ảnh";
  return i;
}

function voice(f, here) {
  if (!f.stored) return row(f, "voice", "p");
  const a = make("audio", "voice");
  a.controls = true;
  a.preload = "metadata";
  a.src = address(f, here);
  a.setAttribute("aria-label", "Tin thoại");
  return a;
}

function place(f) {
  return make("div", "place", make("div", "map", icon("pin", "icon pin")), make("p", "", make("b", "", f.name || "Vị trí"), make("small", "", f.note)));
}

function row(f, sign, tag) {
  const name = make("span", "filename", make("b", "", f.name || kinds[f.kind] || "Tệp"), make("small", "", f.note || size(f.size)));
  return make(tag, "attached", make("span", "paper", icon(sign)), name);
}

function size(n) {
  if (!n) return "";
  if (n < 1024) return n + " byte";
  const kb = n / 1024;
  if (kb < 1024) return Math.ceil(kb) + " KB";
  return (kb / 1024).toFixed(1).replace(".", ",") + " MB";
}
