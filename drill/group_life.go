package drill

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Groups on Telegram have a life of their own: somebody throws the bot out and
// takes it back, the platform moves the group to another number. Some are bound
// only while the city lives, by the link that the head of the ward is given.

// life is what happens to a group, and what of it was seen.
type life struct {
	by      int64 // a member, who does it
	todo    []planned
	unbound bool      // the program has not been told of it
	bound   time.Time // when it was
	asked   time.Time // when the head asked for the link
	out     []span    // when the bot was not in it
	moved   []time.Time
	old     []string // numbers it had
	tried   int      // posts to it in vain since the bot was thrown out
	posted  []time.Time
	strayed bool      // the platform lost word of it, or brought it late
	told    time.Time // when a head read that it can no longer be written to
}

// Words of groups.
const (
	boundWords     = "Nhóm này nay nhận thông báo"
	lostGroupWords = "không còn gửi được vào nhóm"
	groupPrompt    = "có yêu cầu báo cáo đột xuất gửi"
	linkStart      = "startgroup="
)

// foresee says what will happen to a group.
func (g *group) foresee(w *world) {
	if g.platform != "telegram" {
		return
	}
	c := chance{seed: w.cfg.Seed, entity: "group " + g.unit}
	days := max(1, int(w.cfg.Span/(24*time.Hour)))
	at := func(hour int) time.Time {
		return w.cfg.Begin.Add(time.Duration(c.below(days*24*60))*time.Minute + time.Duration(hour)*time.Hour).Truncate(time.Second)
	}
	if c.one(2) {
		out := at(2)
		g.life.todo = append(g.life.todo, planned{at: out, kind: "out"}, planned{at: out.Add(time.Duration(1+c.below(20)) * time.Hour), kind: "in"})
	}
	if c.one(2) {
		g.life.todo = append(g.life.todo, planned{at: at(0), kind: "move"})
	}
	if h := w.city.heads[g.unit]; c.one(2) && len(h) > 0 && slices.ContainsFunc(h[0].phones, func(p *phone) bool { return p.platform == "telegram" }) {
		g.life.unbound = true
		g.life.todo = []planned{{at: awake(w.cfg.Begin.Add(time.Duration(1+c.below(30)) * time.Hour)), kind: "ask"}}
	}
	slices.SortStableFunc(g.life.todo, func(a, b planned) int { return a.at.Compare(b.at) })
}

// groupsNext is when something happens to a group.
func (w *world) groupsNext() (at time.Time) {
	for i := range w.groups {
		if todo := w.groups[i].life.todo; len(todo) > 0 && !w.over && (at.IsZero() || todo[0].at.Before(at)) {
			at = todo[0].at
		}
	}
	return at
}

// groupsLive lets happen to the groups what is due.
func (w *world) groupsLive() {
	for i := range w.groups {
		g := &w.groups[i]
		for len(g.life.todo) > 0 && !g.life.todo[0].at.After(w.now) && !w.over {
			what := g.life.todo[0].kind
			g.life.todo = g.life.todo[1:]
			g.befall(w, what)
		}
	}
}

func (g *group) befall(w *world, what string) {
	l := &g.life
	w.log.add(w.now, "group %s %s", g.unit, what)
	w.score.Groups[what]++
	before := w.faults.straying("telegram")
	defer func() { l.strayed = l.strayed || w.faults.straying("telegram") < before }()
	switch what {
	case "out":
		w.must(w.telegram.RemoveBot(g.tgID, l.by))
		l.out, l.tried, l.told = append(l.out, span{from: w.now}), 0, time.Time{}
	case "in":
		w.must(w.telegram.AddBot(g.tgID, l.by))
		l.out[len(l.out)-1].to = w.now
	case "move":
		w.judges.groups() // what it read under its old number
		id, err := w.telegram.Migrate(g.tgID)
		w.must(err)
		l.old, l.moved = append(l.old, strconv.FormatInt(g.tgID, 10)), append(l.moved, w.now)
		g.tgID, g.read = id, 0
	case "ask":
		head := w.city.heads[g.unit][0]
		if head.deed() == nil {
			head.telegram().write("gắn nhóm")
			l.asked = w.now
		}
		l.todo = append(l.todo, planned{at: w.now.Add(10 * time.Minute), kind: "bind"})
	case "bind":
		head := w.city.heads[g.unit][0].telegram()
		for _, s := range head.heard {
			_, link, ok := strings.Cut(s.text, linkStart)
			if ok && !l.asked.IsZero() && !s.at.Before(l.asked) && len(link) >= 8 {
				w.must(w.telegram.AddBotWithPayload(g.tgID, head.tgID, link[:8]))
				return
			}
		}
		l.todo = append(l.todo, planned{at: awake(w.now.Add(2 * time.Hour)), kind: "ask"}) // no answer: once more later
	}
}

// telegram is somebody's phone there.
func (p *person) telegram() *phone {
	for _, ph := range p.phones {
		if ph.platform == "telegram" {
			return ph
		}
	}
	return nil
}

// in reports whether the bot was in the group, bound, and under the same number
// all the time between two moments.
func (g *group) in(from, to time.Time) bool {
	if g.life.unbound || g.life.strayed || from.Before(g.life.bound) {
		return false
	}
	for _, s := range g.life.out {
		if s.from.Before(to) && (s.to.IsZero() || s.to.After(from)) {
			return false
		}
	}
	return !slices.ContainsFunc(g.life.moved, func(t time.Time) bool { return !t.Before(from) && !t.After(to) })
}
