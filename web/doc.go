// Package web is the page of the demo: two phones side by side, a Zalo and a
// Telegram, on which one tries the bot as anybody in a simulated city.
//
// The page decides nothing. Every tap goes the long way round:
//
//	page -> [City] (a platform's simulator) -> signed webhook -> server
//	     -> the platform's API (the simulator again) -> City says "changed" -> page
//
// so what a phone shows is what the platform was told to show, and nothing the
// server merely meant to say.
//
// [Phones] serves it. The page asks GET /state for a whole snapshot of both
// phones, and keeps GET /events open: each tick there means "something is
// different, ask again". Ticks carry nothing and may be merged, so a slow
// reader misses no state, and a page that lost its connection only has to
// reconnect. What a person does goes to POST /send, /press,
// /attach, /edit, /react, /key, /act and /advance.
//
// The page listens on loopback without a password, so the danger is another
// site in the same browser. Hence: only loopback host names are answered (a
// foreign name that resolves to 127.0.0.1 is refused), a POST from another
// origin is refused, bodies are small JSON, nothing may frame the page, and
// the content security policy lets it load only its own files, with no inline
// script or style. Texts of users reach the DOM as text nodes, never as HTML.
//
// [http.Server.Shutdown] does not wait kindly for /events, which ends when the
// request's context does: give the server a BaseContext that is cancelled first.
package web
