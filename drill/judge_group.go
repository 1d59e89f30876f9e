package drill

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// What a group may count on: bound, it is told so; who acts in its unit hears
// when the bot was thrown out; what goes to the unit's groups reaches each the
// bot is in, under whatever number; one it is not in is not written to.

// promptTo is what the head of a unit reads of a prompt of his.
var promptTo = regexp.MustCompile(`✅ Đã gửi yêu cầu (YC-\d{4}-\d+) tới \d+ người và (\d+) nhóm`)

// promptSent is a prompt that went to groups.
type promptSent struct {
	unit   string
	at     time.Time
	groups int
}

// groupLife looks at a bubble of somebody's phone for what concerns his groups.
func (j *judges) groupLife(ph *phone, b bubble) {
	if strings.Contains(b.text, lostGroupWords) {
		for i := range j.w.groups {
			if g := &j.w.groups[i]; slices.Contains(j.w.city.heads[g.unit], ph.owner) && len(g.life.out) > 0 {
				g.life.told = b.at
			}
		}
	}
	if m := promptTo.FindStringSubmatch(b.text); m != nil {
		j.prompts = append(j.prompts, promptSent{ph.owner.unit, b.at, number(m[2])})
	}
}

// groupPost looks at something a group reads.
func (j *judges) groupPost(g *group, b bubble) {
	switch {
	case strings.Contains(b.text, boundWords):
		g.life.unbound, g.life.bound = false, b.at
	case strings.Contains(b.text, groupPrompt):
		g.life.posted = append(g.life.posted, b.at)
	}
}

// groupCalled looks at a post on its way to a group the bot was thrown out of.
func (j *judges) groupCalled(id string) {
	for i := range j.w.groups {
		g := &j.w.groups[i]
		l := &g.life
		out := len(l.out) > 0 && l.out[len(l.out)-1].to.IsZero() && g.address() == "telegram:"+id
		if !out && !slices.Contains(l.old, id) {
			continue
		}
		l.tried++
		j.holds(invGroupLife, l.tried <= tries, "the group of %s cannot be written to and was tried %d times", g.unit, l.tried)
	}
}

// groupsEnd holds against the prompts what the groups read.
func (j *judges) groupsEnd() {
	for _, p := range j.prompts {
		from, to := p.at.Add(-time.Hour), p.at.Add(time.Hour)
		for resting(to.Add(-time.Hour)) {
			to = to.Add(10 * time.Minute)
		}
		if j.w.faults.sick(from, to) > 0 || j.w.faults.doubted(from, to) || j.w.faults.clockOff(from, to) {
			continue // what may have been sent is not sent again
		}
		for i := range j.w.groups {
			g := &j.w.groups[i]
			if g.unit != p.unit || !g.in(from, to) {
				continue
			}
			read := slices.ContainsFunc(g.life.posted, func(t time.Time) bool { return t.After(p.at.Add(-time.Minute)) && t.Before(to) })
			j.holds(invGroupLife, p.groups == 1 && read, "a prompt of %s went to %d groups, and that of %s read it: %v", p.unit, p.groups, g.address(), read)
		}
	}
	for i := range j.w.groups {
		g := &j.w.groups[i]
		for k, s := range g.life.out {
			end := s.from.Add(2 * time.Hour)
			if k != len(g.life.out)-1 || g.life.unbound || !s.to.IsZero() && s.to.Before(end) || g.life.strayed || j.w.faults.sick(s.from, end) > 0 || resting(s.from) {
				continue
			}
			head := slices.ContainsFunc(j.w.city.heads[g.unit], func(p *person) bool { return p.reachable(s.from.Add(-time.Hour), end) })
			j.holds(invGroupLife, !head || !g.life.told.IsZero(), "the group of %s threw the bot out and nobody there heard of it", g.unit)
		}
	}
}
