// Package store keeps everything the bot knows in one bbolt file, sealed.
//
// The story of a write. Callers of [Store.Accept] and [Store.Update] put a job
// into a queue; one of them leads, runs all jobs that wait in one bbolt
// transaction, each seeing what the one before it did, commits once and wakes
// the others (combine.go). A lone caller commits at once and there is no
// background goroutine, so calls from one goroutine have one history. While a
// long job decides, a reader beside it may open what it will ask for next; it
// lives no longer than the job and changes no answer (ahead.go). A job
// that fails or panics is taken out: the transaction is rolled back and the
// rest run again.
//
// What is written. Every record with content is sealed under the data key,
// which the key file wraps; the bodies of events, waiting or quarantined, are
// sealed under a key of the day that lies in a file of its own and is destroyed
// by [Store.Sweep], because bbolt never wipes the pages it frees (seal.go,
// keyfile.go, daykeys.go). Keys of buckets are numbers, our own report ids and
// flow versions, times, and keyed hashes; never an address, a name or a word
// (hash.go).
//
// Where an accepted event is. Its dedup key, a keyed hash, points to its
// number. If the inbox holds the number it waits, if the quarantine holds it it
// is quarantined, else it was handled; so it is always in exactly one place. A
// row that damage has made unreadable stops those who read the inbox, until an
// operator has [Store.Salvage] set it aside.
//
// When the disk fails. A commit that fails leaves open whether it happened. The
// file is then closed, opened again and asked (open.go); the callers get
// [ErrStore] and the platform delivers again, which the dedup key makes right.
// A file that may not grow any more refuses new events ([chat.ErrFull]) a
// little before it is really full, so that what waits can still be handled.
//
// Photos, voice notes and files are no records but files of their own, each
// sealed under a key of the day with a retention for its kind (media.go). A file
// is made before its record and removed after it, so a crash leaves a file too
// many, which the sweep finds, and never one too few.
//
// Five things lie side by side: the data file, its key file (.key), the folder
// of the keys of the days (.keys), that of the files of media (.media) and,
// while it is open, who holds it (.lock). A backup needs the first four, the key
// file apart from the others.
//
// A record that cannot be opened or decoded is a [CorruptError]; it never
// passes for absent. [Store.Check] walks everything.
package store
