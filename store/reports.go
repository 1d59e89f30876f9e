package store

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"time"

	"langnghe/bot"
	"langnghe/bot/report"
)

// all is no limit.
const all = math.MaxInt

// putReport keeps a report and the six indexes over reports.
func (t *tx) putReport(r *report.Report) {
	if r.ID == "" || len(r.ID) > 255 {
		t.fail(errors.New("store: a report without an id cannot be kept"))
		return
	}
	k := []byte(r.ID)
	var old reportKeys
	if was, ok := load[report.Report](t, bReports, k); ok {
		old = t.reportKeys(&was)
	}
	now := t.reportKeys(r)
	for i, b := range reportIndexes {
		t.reindex(b, old[i], now[i])
	}
	t.save(bReports, k, r)
}

var reportIndexes = [...]bucket{bReportsOf, bReportsIn, bReportsHeld, bReportsBy, bUrgent, bAnswers}

// reportKeys are the keys of a report in each of reportIndexes.
type reportKeys [len(reportIndexes)][][]byte

func (t *tx) reportKeys(r *report.Report) (k reportKeys) {
	if r.Person != "" {
		k[0] = [][]byte{reportKey(t.hash("person", r.Person), r)}
	}
	k[1] = [][]byte{reportKey(t.periodKey(r.Unit, r.Period), r)}
	for _, h := range r.HeldBy {
		if x := reportKey(t.hash("unit", h.Unit), r); !has(k[2], x) {
			k[2] = append(k[2], x)
		}
	}
	if r.Person != "" && r.State != report.Withdrawn {
		k[3] = [][]byte{append(t.filedKey(r.Person, r.Period, r.Kind), r.ID...)}
	}
	if r.Kind == report.Urgent && r.State.Open() {
		k[4] = [][]byte{reportKey(t.hash("unit", r.Unit), r)}
	}
	if r.Prompt != "" && r.Person != "" && r.State != report.Withdrawn {
		k[5] = [][]byte{append(pairKey(t.hash("prompt", r.Prompt), t.hash("person", r.Person)), r.ID...)}
	}
	return k
}

func (t *tx) periodKey(unit, period string) hkey {
	return t.s.keys.hash.sum("period", unit, period)
}

func (t *tx) filedKey(person, period, kind string) []byte {
	return pairKey(t.s.keys.hash.sum("filed", person, period), t.hash("kind", kind))
}

// reportKey sorts by time of filing, then by id: the length goes first so that
// number 10000 of a month comes after 9999.
func reportKey(h hkey, r *report.Report) []byte {
	k := appendTime(append(make([]byte, 0, len(h)+dueSize+1+len(r.ID)), h[:]...), r.At)
	k = append(k, byte(len(r.ID)))
	return append(k, r.ID...)
}

func (t *tx) reportsBy(b bucket, h hkey, newest bool, limit int) []report.Report {
	var list []report.Report
	for _, k := range t.tails(b, h[:], newest, limit) {
		list = append(list, need[report.Report](t, bReports, k[dueSize+1:]))
	}
	return list
}

// Report gives one report.
func (t *tx) Report(id string) (report.Report, bool) {
	return load[report.Report](t, bReports, []byte(id))
}

// ReportsOf lists a person's reports, newest first.
func (t *tx) ReportsOf(person string, limit int) []report.Report {
	return t.reportsBy(bReportsOf, t.hash("person", person), true, limit)
}

// ReportsIn lists the reports filed in the unit in the period, oldest first.
func (t *tx) ReportsIn(unit, period string) []report.Report {
	return t.reportsBy(bReportsIn, t.periodKey(unit, period), false, all)
}

// ReportsHeld lists the reports handed up to the unit, newest first.
func (t *tx) ReportsHeld(unit string, limit int) []report.Report {
	return t.reportsBy(bReportsHeld, t.hash("unit", unit), true, limit)
}

// Filed reports whether the person has filed such a report and not withdrawn it.
func (t *tx) Filed(person, period, kind string) (found bool) {
	t.scan(bReportsBy, t.filedKey(person, period, kind), func(_, _ []byte) bool {
		found = true
		return false
	})
	return found
}

// OpenUrgent lists urgent reports of the unit that are not closed, oldest first.
func (t *tx) OpenUrgent(unit string) []report.Report {
	return t.reportsBy(bUrgent, t.hash("unit", unit), false, all)
}

// Answers lists the reports that answer a prompt and are not withdrawn, oldest
// first.
func (t *tx) Answers(prompt string) []report.Report {
	h := t.hash("prompt", prompt)
	var list []report.Report
	for _, k := range t.tails(bAnswers, h[:], false, all) {
		list = append(list, need[report.Report](t, bReports, k[len(h):]))
	}
	slices.SortFunc(list, func(a, b report.Report) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Answered counts the people who answered a prompt and tells whether person is
// one of them. No report is opened for it.
func (t *tx) Answered(prompt, person string) (people int, he bool) {
	h, his := t.hash("prompt", prompt), t.hash("person", person)
	var last hkey
	t.scan(bAnswers, h[:], func(k, _ []byte) bool {
		if who := hkey(k[len(h) : 2*len(h)]); people == 0 || who != last {
			people, last, he = people+1, who, he || who == his
		}
		return true
	})
	return people, he
}

func (t *tx) putPrompt(p *bot.PromptCall) {
	k := t.hash("prompt", p.ID)
	var old [][]byte
	if was, ok := load[bot.PromptCall](t, bPrompts, k[:]); ok {
		old = t.pair(was.Unit, k)
	}
	t.reindex(bPromptsOf, old, t.pair(p.Unit, k))
	t.save(bPrompts, k[:], p)
}

// pair is the key of record k in an index by unit.
func (t *tx) pair(unit string, k hkey) [][]byte {
	return [][]byte{pairKey(t.hash("unit", unit), k)}
}

func pairKey(a, b hkey) []byte { return append(a[:], b[:]...) }

// Prompt gives one prompt.
func (t *tx) Prompt(id string) (bot.PromptCall, bool) {
	k := t.hash("prompt", id)
	return load[bot.PromptCall](t, bPrompts, k[:])
}

// Prompts lists what the unit asked, newest first.
func (t *tx) Prompts(unit string) []bot.PromptCall {
	h := t.hash("unit", unit)
	var list []bot.PromptCall
	for _, k := range t.tails(bPromptsOf, h[:], false, all) {
		list = append(list, need[bot.PromptCall](t, bPrompts, k))
	}
	newestFirst(list, func(p *bot.PromptCall) (time.Time, string) { return p.At, p.ID })
	return list
}
