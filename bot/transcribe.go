package bot

import (
	"langnghe/bot/media"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// A voice note cannot be masked, so it stays with the unit and lives briefly.
// What it says becomes part of the report when somebody there has listened and
// written it down; those words are masked as all others, and stay.

// unwritten reports whether a voice note of the report's is still to be written
// down.
func (t *turn) unwritten(r report.Report, list []Media) bool {
	for _, m := range list {
		if m.Kind != media.Voice || !m.there() {
			continue
		}
		done := false
		for _, e := range r.Log {
			done = done || e.What == "transcribed" && e.At.After(m.At)
		}
		if !done {
			return true
		}
	}
	return false
}

// mayWrite reports whether the person may write a voice note of r down.
func (t *turn) mayWrite(r report.Report) bool {
	return r.State.Open() && t.may(org.ActOnReport, r.Unit)
}

// transcribed adds what was written down to the report.
func (t *turn) transcribed(id string, fields []report.Field) {
	r, ok := t.report(id)
	if !ok || !t.may(org.ActOnReport, r.Unit) {
		t.say(t.text("bot.not_yours"))
		return
	}
	if !r.State.Open() {
		t.say(t.text("bot.closed_meanwhile", "ma", r.ID, "trang_thai", r.State.Words(), "noi_dung", report.First(fields)))
		return
	}
	r.Log = append(r.Log, report.Entry{At: t.now, What: "transcribed", By: t.person.ID, Unit: r.Unit, Text: report.First(fields)})
	t.keep(r)
	t.audit("transcribed", r.ID, r.Unit)
	t.say(t.text("bot.you_transcribed", "ma", r.ID), t.nextActs(r)...)
}

// saidLater are the words a report got after it was filed, as lines of a view.
func (t *turn) saidLater(r report.Report) (lines string) {
	for _, e := range r.Log {
		switch e.What {
		case "supplement":
			lines += "\n" + t.text("bot.supplement_line", "noi_dung", e.Text)
		case "transcribed":
			lines += "\n" + t.text("bot.voice_line", "noi_dung", e.Text)
		}
	}
	return lines
}
