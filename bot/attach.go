package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/media"
	"langnghe/bot/report"
	"langnghe/flows"
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

// mediaKinds is what the adapters' words for attachments may turn out to be.
// What is not here is never fetched.
var mediaKinds = map[string]media.Kind{"photo": media.Photo, "voice": media.Voice, "file": media.File}

// attachments are records of what the event in hand carries, to be put once it
// is taken. What can never be kept has no id.
func (t *turn) attachments() (list []Media) {
	for i, m := range t.in.Media {
		rec := Media{Kind: media.Kind(m.Kind)}
		if kind, ok := mediaKinds[m.Kind]; ok && m.Ref != "" && t.b.fetches(t.in.Channel) {
			rec = Media{ID: t.b.mediaID(t.in, i), Kind: kind, Chat: t.in.Chat, Ref: m.Ref, Size: m.Size, State: MediaWanted, Person: t.person.ID, At: t.at}
		}
		list = append(list, rec)
	}
	if len(list) == 0 {
		list = []Media{{Kind: "file"}}
	}
	return list
}

// fetches reports whether what people send besides words can be had from a channel.
func (b *Bot) fetches(channel string) bool {
	c, _ := b.channel(channel)
	_, ok := c.(chat.Fetcher)
	return ok
}

// want keeps the records of what the conversation in view takes of list, so
// that it is fetched. It reports whether there is any.
func (t *turn) want(list []Media, ev flows.Event) bool {
	n := len(t.session.Frames)
	if n == 0 {
		return false
	}
	f := t.session.Frames[n-1]
	set, err := t.b.set(t.tx, f.State.Version)
	if err != nil {
		return false
	}
	unit, _, _ := t.reportingPost()
	taken := set.Takes(f.State, t.env(), ev.Media)
	for _, m := range list {
		if slices.ContainsFunc(taken, func(x flows.Media) bool { return x.ID == m.ID }) {
			m.Unit, m.Run = unit, f.Run
			t.putMedia(m)
			t.askFor(m)
		}
	}
	return len(taken) > 0
}

// fetchLife is how long it is tried to bring something: platforms do not keep it
// long either.
const fetchLife = 24 * time.Hour

// askFor asks for something to be fetched, once.
func (t *turn) askFor(m Media) {
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Fetching, Dedup: "fetch/" + m.ID, Why: "fetch " + string(m.Kind), Person: m.Person,
		Made: t.now, Expires: t.now.Add(fetchLife), State: Queued,
		Msg: chat.Outbound{To: m.Chat, Fetch: &chat.Fetch{ID: m.ID, Kind: string(m.Kind), Ref: m.Ref}},
	})
}

// mediaID names an attachment by its event: the same when the event is decided
// again, and of letters only, so that nobody takes it for a number to be hidden.
func (b *Bot) mediaID(in chat.Inbound, n int) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return 'k' + r - '0'
		}
		return r
	}, b.Store.Hash("media", fmt.Sprintf("%s %s %d", in.Channel, in.Key, n))[:20])
}

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

// mediaSent lists what the person sent, as this turn left it.
func (t *turn) mediaSent() []Media {
	list := t.asLeft(t.tx.MediaBy(t.person.ID))
	for _, m := range t.ch.Media {
		if m.Person == t.person.ID && !slices.ContainsFunc(list, func(x Media) bool { return x.ID == m.ID }) {
			list = append(list, m)
		}
	}
	return list
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

// notComing lets go of what a row that is dropped was to fetch.
func (t *turn) notComing(o Outgoing) {
	if o.Msg.Fetch == nil {
		return
	}
	if m, ok := t.tx.MediaRecord(o.Msg.Fetch.ID); ok {
		if m = t.asLeft([]Media{m})[0]; m.State == MediaWanted {
			t.letGo(m, goneUnused)
		}
	}
}

// attach makes what the fields name part of the report. Once the conversation
// is over, what they do not name is let go.
func (t *turn) attach(run string, r report.Report, final bool) {
	named := map[string]bool{}
	mediaNamed(r.Fields, named)
	for _, m := range t.mediaSent() {
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
	for _, m := range t.mediaSent() {
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
	for _, m := range t.mediaSent() {
		m.Person, m.Run, m.Chat = "", "", chat.Address{}
		if m.State == MediaKept && m.Kind == media.Photo && m.Report != "" {
			t.putMedia(m)
			continue
		}
		t.letGo(m, goneErased)
	}
}

// mediaFetched decides what becomes of something that was fetched: c is what
// was put into the [MediaStore], unless why says that nothing was. The person is
// told once for each reason in a conversation. Whatever was let go in the meantime stays gone.
func (b *Bot) mediaFetched(tx Tx, id string, c media.Cleaned, why media.Refusal, now time.Time) (Change, effects) {
	m, ok := tx.MediaRecord(id)
	switch {
	case ok && why == "" && (m.State == MediaGone || m.State == MediaRefused):
		return Change{Media: []Media{m}}, effects{} // let go while it came: its file goes, too
	case !ok || m.State != MediaWanted:
		return Change{}, effects{}
	}
	t := b.begin(tx, now)
	if why == "" {
		m.State, m.Kind, m.Ext, m.Size, m.Ref, m.Chat = MediaKept, c.Kind, c.Ext, int64(len(c.Bytes)), "", chat.Address{}
		t.putMedia(m)
		t.fx.count("media_kept")
		return t.finish(), t.fx
	}
	to := m.Chat
	m.State, m.Reason, m.Ref, m.Chat = MediaRefused, string(why), "", chat.Address{}
	t.putMedia(m)
	t.fx.count("media_" + string(why))
	if why == NotFetched {
		t.fx.warn("media_not_fetched", "Có ảnh, tin thoại hoặc tệp không tải được từ nền tảng. Nếu lặp lại, xem docs/operations.md, mục ảnh và tệp")
	}
	p, ok := tx.Person(m.Person)
	if !slices.Contains(p.Chats, to) { // he gave that chat up
		to, _, _ = b.reach(tx, p, now)
	}
	if ok && p.Active() && !to.IsZero() {
		t.ch.Outbox = append(t.ch.Outbox, Outgoing{
			Class: Reply, Dedup: "media/" + m.Run + "/" + string(why), Why: "media " + string(why), Person: p.ID,
			Made: now, Expires: now.Add(48 * time.Hour), State: Queued,
			Msg: chat.Outbound{To: to, Text: t.textTo(p, "bot.media_not_"+string(why), "gi", t.text("bot.kind_"+string(m.Kind)))},
		})
	}
	return t.finish(), t.fx
}
