package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/media"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/internal/mutant"
)

// What a report has besides words is shown to whoever passes the same doors as
// its words, and less than these goes up: a voice note cannot be masked and a
// file may name anybody, so both stay with the unit; photos go above only when
// whoever passes the report up says so.

// withReport are the records of what a report has besides words, as this turn
// left them.
func (t *turn) withReport(id string) []Media {
	list := t.asLeft(t.tx.MediaOf(id))
	for _, m := range t.ch.Media {
		if m.Report == id && !slices.ContainsFunc(list, func(x Media) bool { return x.ID == m.ID }) {
			list = append(list, m)
		}
	}
	return list
}

// attachedTo is what of a report's the person in hand may see now.
func (t *turn) attachedTo(r report.Report) []Media {
	if t.person.ID != "" && r.Person == t.person.ID {
		return t.withReport(r.ID)
	}
	return t.seenFrom(r, t.readingUnit(r))
}

// seenFrom is what of a report's is for the people of a unit that may read it.
func (t *turn) seenFrom(r report.Report, unit string) []Media {
	if unit == "" {
		return nil
	}
	list := t.withReport(r.ID)
	if unit == r.Unit {
		return list
	}
	h, _ := r.HeldAt(unit)
	return slices.DeleteFunc(list, func(m Media) bool { return !slices.Contains(h.Given, m.ID) && !mutant.On(mutant.PhotoAbove) })
}

// there reports whether something is kept, or still on its way.
func (m Media) there() bool { return m.State == MediaKept || m.State == MediaWanted }

// counted says how much of each kind there is: "2 ảnh, 1 tin thoại".
func (t *turn) counted(list []Media, which func(Media) bool) string {
	var words []string
	for _, k := range media.Kinds() {
		n := 0
		for _, m := range list {
			n += b2i(m.Kind == k && which(m))
		}
		if n > 0 {
			words = append(words, fmt.Sprint(n)+" "+t.text("bot.kind_"+string(k)))
		}
	}
	return strings.Join(words, ", ")
}

// filesCount says what there is besides words and what is not there any more, each
// on a line of its own; "" when there never was anything.
func (t *turn) filesCount(list []Media) (lines string) {
	if there := t.counted(list, Media.there); there != "" {
		lines += "\n" + t.text("bot.files_with", "gi", there)
	}
	if gone := t.counted(list, func(m Media) bool { return !m.there() }); gone != "" {
		lines += "\n" + t.text("bot.files_gone", "gi", gone)
	}
	return lines
}

// filesLine is what a report's view says of them to those who act on it.
func (t *turn) filesLine(r report.Report, list []Media) string {
	lines := t.filesCount(list)
	if t.unwritten(r, list) {
		lines += "\n" + t.text("bot.voice_unwritten")
	}
	return lines
}

// filesAct is the button that shows them; ok is false when there is nothing to show.
func (t *turn) filesAct(r report.Report, list []Media) (a Action, ok bool) {
	id := ""
	for _, m := range list {
		switch is := "bot.act_files_" + string(m.Kind); {
		case !m.there():
		case id == "" || id == is:
			id = is
		default:
			id = "bot.act_files"
		}
	}
	if id == "" {
		return Action{}, false
	}
	return Action{Label: t.text(id), Do: "files:" + r.ID}, true
}

// fileNames are what readers see in place of the names that senders chose.
var fileNames = map[media.Kind]string{media.Photo: "anh", media.Voice: "tin-thoai", media.File: "tep"}

// showFiles sends what a report has besides words to a person who may see it
// now, where it can be sent to him, and says what cannot be.
func (t *turn) showFiles(id string) {
	r, ok := t.report(id)
	var list []Media
	if ok {
		list = t.attachedTo(r)
	}
	if len(list) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	unit := t.readingUnit(r)
	if unit == "" {
		unit = r.Unit // he looks at his own
	}
	t.audit("view_media", r.ID, unit)
	var here, elsewhere, nowhere []Media
	var other string
	number := map[media.Kind]int{}
	for _, m := range list {
		if m.State != MediaKept {
			continue
		}
		number[m.Kind]++
		to, ok := t.carrier(m)
		switch {
		case !ok:
			nowhere = append(nowhere, m)
			continue
		case to == t.session.Chat:
			here = append(here, m)
		default:
			elsewhere, other = append(elsewhere, m), channelName(to.Channel)
		}
		t.sendFile(r, m, to, number[m.Kind])
	}
	all := func(Media) bool { return true }
	var lines []string
	add := func(id, what string, pairs ...string) {
		if what != "" {
			lines = append(lines, upperFirst(t.text(id, append(pairs, "gi", what)...)))
		}
	}
	add("bot.files_shown", t.counted(here, all), "ma", r.ID)
	add("bot.files_elsewhere", t.counted(elsewhere, all), "kenh", other)
	add("bot.files_nowhere", t.counted(nowhere, all), "kenh", channelName(t.session.Chat.Channel))
	coming := t.counted(list, func(m Media) bool { return m.State == MediaWanted })
	add("bot.files_coming", coming)
	add("bot.files_gone", t.counted(list, func(m Media) bool { return !m.there() }))
	as := t.actsBeside(r, list)
	if coming != "" { // he looks again
		as = t.nextActs(r)
	}
	t.say(strings.Join(lines, "\n"), as...)
}

// fileLife is how long something asked for is still sent: as long as the words
// that say it is there.
const fileLife = 48 * time.Hour

// sendFile sends the nth of its kind. Its bytes are read when it goes out, and so
// is whether it still may: see hidden.
func (t *turn) sendFile(r report.Report, m Media, to chat.Address, n int) {
	if t.hushed {
		return
	}
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Reply, Why: "media of " + r.ID, Person: t.person.ID, Made: t.now, Expires: t.now.Add(fileLife), State: Queued,
		Msg: chat.Outbound{
			To: to, Text: t.text("bot.file_caption", "gi", upperFirst(t.text("bot.kind_"+string(m.Kind))), "so", fmt.Sprint(n), "ma", r.ID),
			Attach: &chat.Attach{ID: m.ID, Kind: string(m.Kind), Name: fmt.Sprintf("%s-%d.%s", fileNames[m.Kind], n, m.Ext)},
		},
	})
}

// hidden reports whether something that waits to be sent is not to be seen any
// more by whom it is for: it was taken back, or he has lost his right to it.
func (b *Bot) hidden(tx Tx, o Outgoing, now time.Time) bool {
	if o.Msg.Attach == nil {
		return false
	}
	m, ok := tx.MediaRecord(o.Msg.Attach.ID)
	r, filed := tx.Report(m.Report)
	p, known := org.Who(tx, o.Person)
	if !ok || m.State != MediaKept || !filed || !known || !p.Active() {
		return true
	}
	t := b.begin(tx, now)
	t.person, t.posts = p, tx.PostsOf(p.ID)
	return !slices.ContainsFunc(t.attachedTo(r), func(x Media) bool { return x.ID == m.ID })
}

// carrier is the chat by which something can be sent to the person in hand: the
// one he writes in, else another of his that is open.
func (t *turn) carrier(m Media) (chat.Address, bool) {
	for _, a := range append([]chat.Address{t.session.Chat}, t.person.Chats...) {
		c, _ := t.b.channel(a.Channel)
		s, ok := c.(chat.FileSender)
		if ok && s.Takes(string(m.Kind), m.Ext, m.Size) && (a == t.session.Chat || t.b.shut(t.tx, a, t.now) == "") {
			return a, true
		}
	}
	return chat.Address{}, false
}

// offerPhotos asks who has passed a report up whether its photos go along: the
// unit above reads its own words of it, and a photo may show a face.
func (t *turn) offerPhotos(r report.Report, up string) (text string, as []Action) {
	photos := t.counted(t.seenFrom(r, r.Unit), Media.mayGoUp)
	if photos == "" || !t.may(org.ReadReport, r.Unit) {
		return "", nil
	}
	return "\n" + t.text("bot.photos_up", "gi", photos), numbered(
		Action{Label: t.text("bot.act_photos_up"), Do: "photos_up:" + r.ID + "." + up},
		Action{Label: t.text("bot.act_photos_stay"), Do: "view:" + r.ID + ":" + t.session.List})
}

// mayGoUp reports whether something may be given to the unit above at all.
func (m Media) mayGoUp() bool { return m.Kind == media.Photo && m.there() }

// passPhotos lets the unit a report was passed up to see the photos there are now,
// too. What comes later is not among them: nobody has looked at it yet.
func (t *turn) passPhotos(ref string) {
	id, up, _ := strings.Cut(ref, ".")
	r, ok := t.report(id)
	i := len(r.HeldBy) - 1 // the last time it was passed there, see [report.Report.HeldAt]
	for i >= 0 && r.HeldBy[i].Unit != up {
		i--
	}
	if !ok || i < 0 || r.HeldBy[i].Told || !t.may(org.ActOnReport, r.Unit) {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	list := t.seenFrom(r, r.Unit)
	photos := t.counted(list, Media.mayGoUp)
	if photos == "" {
		t.say(strings.TrimSpace(t.filesCount(list)), t.back()...)
		return
	}
	given := slices.Clone(r.HeldBy[i].Given)
	for _, m := range list {
		if m.mayGoUp() && !slices.Contains(given, m.ID) {
			given = append(given, m.ID)
		}
	}
	if len(given) > len(r.HeldBy[i].Given) {
		r.HeldBy = slices.Clone(r.HeldBy)
		r.HeldBy[i].Given = given
		t.keep(r)
		t.audit("photos_up", r.ID, up)
		for _, p := range t.holders(up, org.LeadViceChair, org.OpinionOffice) {
			t.tell(p, note{class: Notice, why: aboutReport(r.ID), about: t.text("bot.about_report", "ma", r.ID),
				text:    t.textTo(p, "bot.vc_photos", "ma", r.ID, "dia_ban", t.b.Tree.Name(r.Unit), "gi", photos),
				actions: []Action{{Label: t.text("bot.act_files_photo"), Do: "files:" + r.ID}}})
		}
	}
	t.say(t.text("bot.photos_passed", "ma", r.ID, "noi_nhan", t.b.Tree.Name(up)), t.back()...)
}
