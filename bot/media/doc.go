// Package media makes what people send besides words fit to be kept: [Clean]
// finds out from its bytes what it is, refuses what is not taken, and takes out
// of it whatever could tell more than the sender meant to tell.
//
// A photo is decoded and encoded anew, so that nothing survives but the
// picture: no place, time, device, thumbnail or hidden bytes. A voice note
// cannot be masked; it is kept as it is but for tags that can be taken out in
// place. A PDF is kept as it is. Both stay with the unit and live briefly.
//
// Everything is bytes in, bytes out, within bounds of memory and time that do
// not depend on what a sender claims.
package media
