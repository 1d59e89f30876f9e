// Package org is the organisation: units in a dated tree, people, the posts
// they hold, chat groups and invitations; who leads what, who may do what.
//
// Levels are data. A unit has a type ("thanh_pho", "cum", "phuong", "xa",
// "to_dan_pho") and a parent; nothing here counts levels, because Hanoi's
// district level went away on 1 July 2025 and other levels may follow.
//
// A post is a seat, not a person: it stays with the unit when it is handed
// over, and with it what is owed and what is due. Rights come from posts and
// are decided in one place, [May].
//
// Units come from the org file alone. People, posts and groups are seeded from
// it and then live in the store, where joining, handing over and erasing
// change them.
package org
