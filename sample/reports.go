package sample

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/bot/schedule"
)

// window is how far back the reports go.
const window = 31 * 24 * time.Hour

// deadline is the periodic deadline the default rules have.
var deadline = schedule.Rule{
	ID: "sample", Monthly: schedule.Monthly{Day: 15, Time: "17:00"}, Roll: schedule.RollTet,
}

// Reports is what the holders of posts reported in the month up to now, oldest
// first, without ids: periodic reports with a rush before the deadline, some
// late, some that say there is nothing, a few urgent ones, each as far on its
// way as its age makes likely. Some people did not report. The same arguments
// give the same reports, and other people's do not depend on who else is there.
func Reports(tree *org.Tree, posts []org.Post, now time.Time, seed uint64) []report.Report {
	g := &grower{tree: tree, now: now, seed: seed, lead: map[string]string{}, calendar: schedule.NewCalendar(schedule.Vietnam(), schedule.BuiltinDays())}
	var seats []org.Post // where each person reports from
	first := map[string]bool{}
	for _, p := range posts {
		if !p.Held() {
			continue
		}
		if p.Role == org.LeadViceChair {
			g.lead[p.Unit] = p.Person
		}
		if p.Role.Reports() && !first[p.Person] {
			first[p.Person] = true
			seats = append(seats, p)
		}
	}
	local := now.In(schedule.Vietnam())
	for _, back := range []int{1, 0} {
		month := time.Date(local.Year(), local.Month()-time.Month(back), 1, 0, 0, 0, 0, schedule.Vietnam())
		for _, p := range seats {
			g.periodic(p, month)
			g.urgent(p, month)
		}
	}
	slices.SortStableFunc(g.out, func(a, b report.Report) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Post, b.Post))
	})
	return g.out
}

type grower struct {
	tree     *org.Tree
	calendar *schedule.Calendar
	now      time.Time
	seed     uint64
	lead     map[string]string // unit -> its lead vice-chair
	out      []report.Report
}

// chance is a source of chance of its own for each seat, month and purpose.
func (g *grower) chance(p org.Post, month time.Time, what string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(p.ID + "\x00" + month.Format("2006-01") + "\x00" + what))
	return rand.New(rand.NewPCG(g.seed, h.Sum64()))
}

// periodic grows a seat's periodic report of a month.
func (g *grower) periodic(p org.Post, month time.Time) {
	r := g.chance(p, month, "periodic")
	due := schedule.Deadline(deadline, month.Year(), month.Month(), g.calendar)
	var at time.Time
	switch x := r.Float64(); {
	case x < 0.09: // did not report
		return
	case x < 0.16: // late
		at = clock(r, due.AddDate(0, 0, 1+r.IntN(3)))
	case x < 0.70: // the last two days
		if at = clock(r, due.AddDate(0, 0, -r.IntN(2))); !at.Before(due) {
			at = due.Add(-time.Duration(1+r.IntN(8*60)) * time.Minute)
		}
	default:
		at = clock(r, month.AddDate(0, 0, 1+r.IntN(max(1, due.Day()-3))))
	}
	out := g.filed(p, at, month)
	out.Late = at.After(due)
	if out.Kind, out.Flow = report.Nil, "khong-co-gi"; r.Float64() > 0.14 {
		out.Kind, out.Flow = report.Periodic, "dinh-ky"
		out.Fields = opinions(r, g.tree, p.Unit)
	}
	g.add(out, r)
}

// urgent grows a seat's urgent report of a month; few have one.
func (g *grower) urgent(p org.Post, month time.Time) {
	r := g.chance(p, month, "urgent")
	if r.Float64() > 0.06 {
		return
	}
	at := month.AddDate(0, 0, r.IntN(28)).Add(time.Duration(5*60+r.IntN(17*60)) * time.Minute)
	out := g.filed(p, at, month)
	out.Kind, out.Flow = report.Urgent, "khan"
	out.Fields, out.Level = emergency(r, g.tree, p.Unit)
	g.add(out, r)
}

func (g *grower) filed(p org.Post, at, month time.Time) report.Report {
	return report.Report{
		Unit: p.Unit, Person: p.Person, Post: p.ID, Period: month.Format("2006-01"), At: at, State: report.New,
		Log: []report.Entry{{At: at, What: "filed", By: p.Person, Unit: p.Unit}},
	}
}

// add keeps a report of the window and lets it live until now.
func (g *grower) add(out report.Report, r *rand.Rand) {
	if out.At.After(g.now) || out.At.Before(g.now.Add(-window)) {
		return
	}
	g.live(&out, r)
	g.out = append(g.out, out)
}

// clock is a moment of the day at which people write.
func clock(r *rand.Rand, day time.Time) time.Time {
	from, long := 7*60+30, 4*60
	switch x := r.Float64(); {
	case x > 0.8:
		from, long = 19*60, 80
	case x > 0.5:
		from, long = 14*60, 165
	}
	d := schedule.DateOf(day)
	return d.At(schedule.Clock(from+r.IntN(long)), day.Location()).Add(time.Duration(r.IntN(60)) * time.Second)
}
