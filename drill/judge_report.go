package drill

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// receipt is what somebody read of a report of his.
type receipt struct {
	person *person
	kind   string
	at     time.Time
}

// receipt notes what somebody reads of a report of his.
func (j *judges) receipt(ph *phone, b bubble) {
	for kind, words := range receiptWords {
		if c := code(words, b.text); c != "" {
			if _, ok := j.seen[c]; !ok {
				j.seen[c] = receipt{ph.owner, kind, b.at}
				if key := ph.owner.id + " " + monthOf(b.at); kind == "periodic" || kind == "nil" {
					if _, before := j.reported[key]; !before {
						j.reported[key] = b.at
					}
				}
			}
		}
	}
}

// receiptWords are the receipts by kind of report.
var receiptWords = map[string]*regexp.Regexp{"urgent": urgentReceipt, "periodic": periodicReceipt, "nil": nilReceipt, "prompt_reply": replyReceipt}

// reports holds the archive against what people meant and did.
func (j *judges) reports() error {
	filed := map[string]Filed{}
	count := map[string]int{}
	for m := monthStart(j.w.cfg.Begin); m.Before(j.w.now); m = m.AddDate(0, 1, 0) {
		list, err := j.w.node.Filed(m.Format("2006-01"))
		if err != nil {
			return hold(err)
		}
		for _, f := range list {
			filed[f.ID] = f
			count[f.ID]++
		}
	}
	j.whose(filed)
	for _, c := range slices.Sorted(maps.Keys(j.seen)) {
		r := j.seen[c]
		f, ok := filed[c]
		j.holds(invFiled, ok && f.Kind == r.kind, "%s read that %s was filed as %s; it is %q", r.person.id, c, r.kind, f.Kind)
		j.holds(invPlace, !ok || f.Person == r.person.id && f.Unit == r.person.unit, "%s of %s read that %s was filed; it is of %s of %s", r.person.id, r.person.unit, c, f.Person, f.Unit)
	}
	holding := map[string][]string{} // reports by the story they hold
	byPerson := map[string]int{}
	for _, id := range sortedKeys(filed) {
		f := filed[id]
		j.holds(invFiled, count[id] == 1, "%s lies in the archive %d times", id, count[id])
		byPerson[f.Person]++
		for _, w := range f.Words {
			if len(marksIn(w)) > 0 {
				k := marksIn(w)[0]
				key := strconv.Itoa(k[0]) + "/" + strconv.Itoa(k[1])
				holding[key] = append(holding[key], id)
			}
		}
	}
	j.filedAway(filed)
	for _, p := range j.w.city.people {
		if !p.reports() {
			continue
		}
		for _, e := range p.deeds {
			j.deed(p, e, filed, holding[strconv.Itoa(p.index)+"/"+strconv.Itoa(e.n%stories)])
		}
		j.holds(invFiled, byPerson[p.id] <= len(p.deeds), "%s began %d things and %d are filed", p.id, len(p.deeds), byPerson[p.id])
	}
	return nil
}

// deed looks at one thing somebody did: filed once in his unit and month if he
// finished it, in his words.
func (j *judges) deed(p *person, e *deed, filed map[string]Filed, holds []string) {
	if len(p.deeds) <= stories {
		j.holds(invFiled, len(holds) <= max(1, e.typed), "%s: one story is filed as %s", p.id, strings.Join(holds, ", "))
	}
	if e.code == "" {
		return
	}
	j.w.score.Finished[e.kind]++
	if e.kind == "periodic" || e.kind == "nil" {
		if e.filed.After(deadlineOf(e.filed)) {
			j.w.score.Late++
		} else {
			j.w.score.OnTime++
		}
	}
	f, ok := filed[e.code]
	j.holds(invFiled, ok, "%s finished %s and it is not in the archive", p.id, e.code)
	if !ok {
		return
	}
	months := []string{monthOf(e.filed), monthOf(e.filed.Add(-2 * time.Hour))}
	if j.w.faults.sick(e.filed.Add(-6*time.Hour), e.filed) == 0 {
		months = []string{monthOf(e.filed), monthOf(e.last)}
	}
	j.holds(invPlace, f.Person == p.id && f.Unit == p.unit && slices.Contains(months, f.Period),
		"%s of %s finished %s in %s; filed is %s of %s in %s", p.id, p.unit, e.code, months[0], f.Person, f.Unit, f.Period)
	j.holds(invFiled, f.Kind == e.kind, "%s finished %s of kind %s, filed as %s", p.id, e.code, e.kind, f.Kind)
	j.holds(invFiled, f.Withdrawn == !j.back[e.code].IsZero(), "%s: taken back is %v of %s, as filed it is %v", p.id, !j.back[e.code].IsZero(), e.code, f.Withdrawn)
	if f.Withdrawn {
		return // and what hung on it has gone
	}
	if j.w.faults.turnedAway(e.began, e.last.Add(time.Minute)) {
		return // something was refused then, and came again when he had gone on
	}
	lost := e.lost || j.stuck(p, e.began, e.last.Add(time.Minute)) // or he went on without the question that he answers later
	j.holds(invFiled, f.Photos == e.photos || lost && f.Photos < e.photos, "%s showed %d photos with %s, filed are %d", p.id, e.photos, e.code, f.Photos)
	j.amendment(p, e, f)
	if e.typed == 0 || lost {
		return
	}
	want := norm.NFC.String(e.story)
	inv := invFiled
	if e.amended.done {
		inv, want = invAmended, norm.NFC.String(e.amended.words)
	}
	if len(e.private) > 0 {
		want, _, _ = strings.Cut(want, ",")
	}
	found := false
	for _, w := range f.Words {
		w = strings.Join(strings.Fields(w), " ")
		found = found || w == want || (len(e.private) > 0 || e.typed > 1 || p.is(wrong) || e.amended.done) && strings.Contains(w, want) || j.pieces(p, w, want)
		j.private("the archive", w)
	}
	j.holds(inv, found, "%s finished %s and its words are not what he typed", p.id, e.code)
}

// pieces reports whether words are what somebody wrote in two messages of which
// the platform lost the first or brought it after the second.
func (j *judges) pieces(p *person, words, want string) bool {
	if !p.is(split) || !j.w.cfg.Faults {
		return false
	}
	all := strings.Split(want, " ")
	return len(all) > 6 && strings.HasPrefix(words, strings.Join(all[4:], " "))
}

func monthStart(t time.Time) time.Time {
	t = t.In(hanoi)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, hanoi)
}

func sortedKeys(m map[string]Filed) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var (
	sentOf  = regexp.MustCompile(`Đã gửi: (\d+)/(\d+)`)
	urgents = regexp.MustCompile(`Việc khẩn: (\d+)`)
	kinds   = regexp.MustCompile(`Báo cáo: (\d+), ý kiến: \d+, không có vấn đề: (\d+)`)
)

// figures asks the heads of the wards for the month's figures and counts again.
func (j *judges) figures(ctx context.Context) error {
	w := j.w
	for _, p := range w.city.people {
		if p.role == lead && strings.HasPrefix(p.unit, "p") {
			ph := p.phones[0]
			ph.news, ph.last = nil, ""
			ph.write("tổng hợp")
		}
	}
	if err := w.live(ctx, w.now.Add(30*time.Minute)); err != nil {
		return err
	}
	month := monthOf(w.now)
	for _, p := range w.city.people {
		if p.role != lead || !strings.HasPrefix(p.unit, "p") {
			continue
		}
		text := p.phones[0].last
		m := sentOf.FindStringSubmatch(text)
		j.holds(invFigures, m != nil, "%s asked for the figures and got none", p.id)
		if m == nil {
			continue
		}
		owing, urgent, sent, byKind := 0, 0, map[string]bool{}, map[string]int{}
		for _, q := range w.city.people {
			if q.unit == p.unit && q.reports() && !q.away() {
				owing++
			}
		}
		for c, r := range j.seen {
			switch {
			case !j.back[c].IsZero():
			case r.person.unit != p.unit || monthOf(r.at) != month:
			case r.kind == "urgent":
				urgent++
			case r.kind == "periodic" || r.kind == "nil":
				if !r.person.away() {
					sent[r.person.id] = true
				}
				byKind[r.kind]++
			}
		}
		got, of := number(m[1]), number(m[2])
		j.holds(invFigures, got == len(sent) && of == owing, "%s reads %d of %d have reported; they are %d of %d", p.id, got, of, len(sent), owing)
		if k := kinds.FindStringSubmatch(text); k != nil {
			j.holds(invFigures, number(k[1]) == byKind["periodic"] && number(k[2]) == byKind["nil"], "%s reads %s reports and %s without matter; they are %d and %d", p.id, k[1], k[2], byKind["periodic"], byKind["nil"])
		}
		if u := urgents.FindStringSubmatch(text); u != nil {
			j.holds(invFigures, number(u[1]) == urgent, "%s reads %s urgent matters; they are %d", p.id, u[1], urgent)
		}
	}
	return nil
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
