package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// kept are the buckets sealed under the data key, with how a record is read.
// Events lie under keys of the day: they are for [Store.Salvage].
var kept = []struct {
	b    bucket
	read func(t *tx, k, v []byte)
}{
	{bSessions, reads[bot.Session](bSessions)}, {bContacts, reads[bot.Contact](bContacts)},
	{bPeople, reads[org.Person](bPeople)}, {bPosts, reads[org.Post](bPosts)}, {bGroups, reads[org.Group](bGroups)},
	{bInvites, reads[org.Invite](bInvites)}, {bReports, reads[report.Report](bReports)},
	{bPrompts, reads[bot.PromptCall](bPrompts)}, {bMedia, reads[bot.Media](bMedia)}, {bOutbox, func(t *tx, k, v []byte) { t.row(k, v) }},
	{bTimers, reads[bot.Timer](bTimers)}, {bFired, reads[bot.Fired](bFired)}, {bFlows, reads[bot.FlowSet](bFlows)},
	{bAudit, reads[bot.Audit](bAudit)}, {bVault, func(t *tx, k, v []byte) { t.open(bVault, k, v) }},
}

func reads[T any](b bucket) func(*tx, []byte, []byte) {
	return func(t *tx, k, v []byte) { decode[T](t, b, k, v) }
}

// Damaged is a record that could not be read and was set aside. What it was
// about is told as far as its key or other records know.
type Damaged struct {
	Bucket string
	Key    string       // hexadecimal, as in [CorruptError]
	ID     string       // of a report, a person, an outbox row, a flow set
	Chat   chat.Address // of a session or a contact
}

// Mend sets every damaged record aside, so that whoever needs it gets on as if
// it had never been, and brings the indexes into line with the records there
// are. What is set aside stays as it was, under its bucket and key, as long as
// quarantine lasts; [Store.WriteAside] gives it out. Each has its line in the
// audit. entries is how many entries of indexes were wrong.
func (s *Store) Mend(ctx context.Context) (list []Damaged, entries int, err error) {
	sound := false // looked at first, so that nobody waits when nothing is to be done
	err = s.view(ctx, func(t *tx) error {
		sound = len(t.damaged()) == 0 && t.realign() == 0
		return nil
	})
	if err != nil || sound {
		return nil, 0, err
	}
	err = s.update(ctx, func(t *tx) error {
		list = t.damaged()
		for _, d := range list {
			t.setAside(d)
		}
		entries = t.realign()
		return t.err
	})
	if err != nil {
		return nil, 0, err
	}
	for _, d := range list {
		s.c.Log.Warn("store: a damaged record is set aside", "bucket", d.Bucket, "key", d.Key)
	}
	return list, entries, nil
}

// damaged lists the records that cannot be read.
func (t *tx) damaged() (list []Damaged) {
	for _, x := range kept {
		t.scan(x.b, nil, func(k, v []byte) bool {
			if !t.sound(x.read, k, v) {
				list = append(list, t.about(x.b, k))
			}
			return true
		})
	}
	return list
}

func (t *tx) sound(read func(*tx, []byte, []byte), k, v []byte) bool {
	var bad *CorruptError
	return !errors.As(guard(func() error { read(t, k, v); return nil }), &bad)
}

// each visits the records of a bucket that can be read.
func each[T any](t *tx, b bucket, f func(k []byte, rec *T)) {
	t.scan(b, nil, func(k, v []byte) bool {
		if !t.sound(reads[T](b), k, v) {
			return true
		}
		rec := decode[T](t, b, k, v)
		f(k, &rec)
		return true
	})
}

// about finds out what a damaged record was about.
func (t *tx) about(b bucket, k []byte) Damaged {
	d := Damaged{Bucket: b.String(), Key: hex.EncodeToString(k)}
	switch b {
	case bReports, bFlows:
		d.ID = string(k)
	case bOutbox:
		d.ID = fmt.Sprint(binary.BigEndian.Uint64(k))
	case bPeople:
		each(t, bPosts, func(_ []byte, p *org.Post) {
			if h := t.hash("person", p.Person); bytes.Equal(h[:], k) {
				d.ID = p.Person
			}
		})
	case bSessions, bContacts:
		found := func(a chat.Address) {
			if h := t.chatKey(a); bytes.Equal(h[:], k) {
				d.Chat = a
			}
		}
		each(t, bContacts, func(_ []byte, c *bot.Contact) { found(c.Chat) })
		each(t, bPeople, func(_ []byte, p *org.Person) {
			for _, a := range p.Chats {
				found(a)
			}
		})
	}
	return d
}

// setAside moves a record as it is.
func (t *tx) setAside(d Damaged) {
	k, err := hex.DecodeString(d.Key)
	if err != nil {
		t.fail(err)
		return
	}
	b := bucketOf(d.Bucket)
	v := t.get(b, k)
	switch {
	case b == bTimers:
		t.delta[cTimers]--
	case b == bOutbox && len(v) > 0:
		t.delta[stateCount(v[0])]--
	}
	now := t.s.c.Now()
	day := binary.BigEndian.AppendUint32(nil, dayOf(now))
	at := append([]byte(d.Bucket+"/"), k...)
	if t.get(bAside, at) == nil {
		t.delta[cAside]++
	}
	t.put(bAside, at, append(day, v...))
	t.del(b, k)
	t.save(bAudit, be8(nil, t.next(bAudit)), &bot.Audit{At: now, Who: "operator", What: "mend", On: d.Bucket + "/" + d.Key})
}

func bucketOf(name string) bucket {
	for b := range nBuckets {
		if b.String() == name {
			return b
		}
	}
	return bAside
}

// WriteAside writes what was set aside, a line of JSON for each record, sealed
// as it was, and returns how many there are.
func (s *Store) WriteAside(ctx context.Context, w io.Writer) (n int, err error) {
	out := json.NewEncoder(w)
	err = s.view(ctx, func(t *tx) (err error) {
		t.scan(bAside, nil, func(k, v []byte) bool {
			name, key, _ := bytes.Cut(k, []byte("/"))
			n++
			err = out.Encode(struct {
				Bucket, Key string
				Value       []byte
			}{string(name), hex.EncodeToString(key), v[min(4, len(v)):]})
			return err == nil
		})
		return err
	})
	return n, err
}

// sweepAside removes what was set aside long ago.
func (s *Store) sweepAside(ctx context.Context, now time.Time) (int, error) {
	return s.sweep(ctx, bAside, func(_, v []byte) bool {
		return len(v) < 4 || binary.BigEndian.Uint32(v)+uint32(s.c.Retention.Quarantine) < dayOf(now)
	}, func(t *tx, k, _ []byte) error {
		t.del(bAside, k)
		t.delta[cAside]--
		return nil
	})
}
