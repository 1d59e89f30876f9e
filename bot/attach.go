package bot

import (
	"slices"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/media"
	"langnghe/bot/report"
)

// Why something is not kept, beside the reasons of package media.
const (
	NotFetched media.Refusal = "not_fetched" // the platform did not hand it over
	NoRoom     media.Refusal = "no_room"
)

// Why something is not kept any more.
const (
	goneUnused    = "unused"    // never became part of a report
	goneWithdrawn = "withdrawn" // the report was taken back
	goneErased    = "erased"    // the person asked to be erased
)

// putMedia notes a record's new form.
func (t *turn) putMedia(m Media) {
	for i := range t.ch.Media {
		if t.ch.Media[i].ID == m.ID {
			t.ch.Media[i] = m
			return
		}
	}
	t.ch.Media = append(t.ch.Media, m)
}

// asLeft is a list of records as this turn left them.
func (t *turn) asLeft(list []Media) []Media {
	for i := range list {
		for _, m := range t.ch.Media {
			if m.ID == list[i].ID {
				list[i] = m
			}
		}
	}
	return list
}

// letGo says that something is not kept any more; its file goes with it.
func (t *turn) letGo(m Media, why string) {
	if m.State == MediaWanted || m.State == MediaKept {
		m.State, m.Reason = MediaGone, why
	}
	m.Ref, m.Chat = "", chat.Address{}
	t.putMedia(m)
}

// attach makes what the fields name part of the report. Once the conversation
// is over, what they do not name is let go.
func (t *turn) attach(run string, r report.Report, final bool) {
	named := map[string]bool{}
	mediaNamed(r.Fields, named)
	for _, m := range t.asLeft(t.tx.MediaBy(t.person.ID)) {
		switch {
		case m.Run != run:
		case named[m.ID]:
			m.Report, m.Unit = r.ID, r.Unit
			t.putMedia(m)
		case final:
			t.letGo(m, goneUnused)
		}
	}
}

// mediaNamed gathers the ids of what answers hold besides words.
func mediaNamed(fields []report.Field, into map[string]bool) {
	for _, f := range fields {
		for _, id := range f.Files {
			into[id] = true
		}
		for _, item := range f.Items {
			mediaNamed(item, into)
		}
	}
}

// dropSent lets go of what was sent in a conversation that came to nothing; of
// every one when run is "".
func (t *turn) dropSent(run string) {
	for _, m := range t.asLeft(t.tx.MediaBy(t.person.ID)) {
		if m.Report == "" && (run == "" || m.Run == run) {
			t.letGo(m, goneUnused)
		}
	}
}

// withdrawMedia lets go of what belongs to a report that was taken back.
func (t *turn) withdrawMedia(id string) {
	for _, m := range t.asLeft(t.tx.MediaOf(id)) {
		t.letGo(m, goneWithdrawn)
	}
}

// eraseMedia takes the person's name off what he sent. A photo of a report
// stays with it, as the report does; his voice is himself, and a file may say
// who he is, so these go.
func (t *turn) eraseMedia() {
	for _, m := range t.asLeft(t.tx.MediaBy(t.person.ID)) {
		m.Person, m.Run, m.Chat = "", "", chat.Address{}
		if m.State == MediaKept && m.Kind == media.Photo && m.Report != "" {
			t.putMedia(m)
			continue
		}
		t.letGo(m, goneErased)
	}
}

// MediaFetched decides what becomes of something that was fetched: c is what
// was put into the [MediaStore], unless why says that nothing was. The person is
// told once for each reason in a conversation. Whatever was let go in the meantime stays gone.
func (b *Bot) MediaFetched(tx Tx, id string, c media.Cleaned, why media.Refusal, now time.Time) Change {
	m, ok := tx.MediaRecord(id)
	if !ok || m.State != MediaWanted {
		return Change{}
	}
	t := b.begin(tx, now)
	if why == "" {
		m.State, m.Kind, m.Ext, m.Size, m.Ref, m.Chat = MediaKept, c.Kind, c.Ext, int64(len(c.Bytes)), "", chat.Address{}
		t.putMedia(m)
		return t.finish()
	}
	to := m.Chat
	m.State, m.Reason, m.Ref, m.Chat = MediaRefused, string(why), "", chat.Address{}
	t.putMedia(m)
	b.Count("media_" + string(why))
	if p, ok := tx.Person(m.Person); ok && p.Active() && slices.Contains(p.Chats, to) {
		t.ch.Outbox = append(t.ch.Outbox, Outgoing{
			Class: Reply, Dedup: "media/" + m.Run + "/" + string(why), Why: "media " + string(why), Person: p.ID,
			Made: now, Expires: now.Add(48 * time.Hour), State: Queued,
			Msg: chat.Outbound{To: to, Text: t.textTo(p, "bot.media_not_"+string(why), "gi", t.text("bot.kind_"+string(m.Kind)))},
		})
	}
	return t.finish()
}
