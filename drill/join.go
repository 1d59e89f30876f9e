package drill

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"langnghe/zalo/zalosim"
)

// Newcomers get a code of their ward, several the same, and join by it while the
// city lives. Until then they are strangers to the program.

// perNewcomer is how many collaborators there are for each of them.
const perNewcomer = 25

// codeUses is how many may join by one code.
const codeUses = 3

// codeShown is a code as it is shown to people.
var codeShown = regexp.MustCompile(`\b[A-Z0-9]{4}-[A-Z0-9]{4}\b`)

// arrive is a newcomer with the code of his ward.
func (p *person) arrive(ph *phone) {
	code, err := p.w.operator.code(p.unit)
	if err != nil { // the program is not there: he gets it later
		p.intend(planned{at: p.w.now.Add(20 * time.Minute), kind: "join"})
		return
	}
	p.begin(ph, "join")
	if ph.platform == "zalo" {
		p.w.zalo.Follow(ph.zaloID)
		ph.write(strings.ToLower(code))
		return
	}
	ph.start(strings.ReplaceAll(code, "-", ""))
}

// start opens the bot's link on Telegram.
func (p *phone) start(payload string) {
	p.w.score.Messages++
	p.touch()
	strayed := p.strays()
	defer func() { p.owner.missed(strayed()) }()
	_, err := p.w.telegram.Start(p.tgID, payload)
	p.w.must(err)
}

// joined is what a newcomer means to do now.
func (p *person) joined() {
	p.intend(planned{at: awake(p.w.now.Add(time.Duration(30+p.chance.below(48*60)) * time.Minute)), kind: "periodic"})
}

// invitation is a code, and how often it still serves.
type invitation struct {
	code string
	left int
}

// code gives a code for a ward.
func (o *operator) code(unit string) (string, error) {
	v := o.codes[unit]
	if v.left == 0 {
		if o.w.dead || o.w.node == nil {
			return "", ErrKilled
		}
		code, err := o.w.node.Invite(context.Background(), unit, codeUses)
		if err != nil {
			return "", err
		}
		v = invitation{code, codeUses}
	}
	v.left--
	o.codes[unit] = v
	return v.code, nil
}

// linkUp is somebody who takes the bot up on his other platform, with the code
// he was shown on the first.
func (p *person) linkUp(e *deed) {
	zalo, tg := account(p.id)
	ph := &phone{w: p.w, owner: p, platform: "zalo", zaloID: zalo, stranger: true}
	if p.phones[0].platform == "zalo" {
		ph = &phone{w: p.w, owner: p, platform: "telegram", tgID: tg, stranger: true}
		p.w.telegram.Place(tg, p.name)
	} else {
		p.w.zalo.Place(zalosim.Person{ID: zalo, Name: p.name, LastInteraction: p.w.now})
	}
	p.phones = append(p.phones, ph)
	p.w.byKey[ph.platform+":"+ph.key()] = ph
	p.hand = 1
	if ph.platform == "telegram" {
		ph.start(strings.ReplaceAll(e.shown, "-", ""))
		return
	}
	p.w.zalo.Follow(zalo)
	ph.write(e.shown)
}

// choose takes one of somebody's phones into his hand.
func (p *person) choose() *phone {
	if p.hand = p.chance.below(len(p.phones)); p.phones[p.hand].stranger {
		p.hand = 0
	}
	return p.phones[p.hand]
}

// Words of linking.
const (
	linkWords   = "Mã nối: "
	linkedWords = "✅ Đã nối. Từ nay"
	ownWords    = "đã gửi gần đây"
	noneWords   = "chưa gửi báo cáo nào"
)

// linked looks at a bubble for two platforms that became one account, and at
// whether both show one history.
func (j *judges) linked(ph *phone, b bubble) {
	p := ph.owner
	if strings.Contains(b.text, linkedWords) && ph.stranger {
		ph.stranger, ph.changed = false, b.at
		j.w.score.Linked++
		return
	}
	if len(p.phones) < 2 || !strings.Contains(b.text, ownWords) && !strings.Contains(b.text, noneWords) {
		return
	}
	last := ""
	for _, e := range p.deeds {
		if e.code != "" && (last == "" || e.code > last) && b.at.Sub(e.filed) > time.Minute {
			last = e.code
		}
	}
	if last != "" && !p.away() && !ph.stranger {
		j.holds(invOne, strings.Contains(b.text, last) || b.button(last) >= 0, "%s does not see %s on %s", p.id, last, ph.platform)
	}
}

// whose gives the newcomers' reports to them: the program names them by ids of
// its own, each by one.
func (j *judges) whose(filed map[string]Filed) {
	known := map[string]bool{}
	for _, p := range j.w.city.people {
		known[p.id] = true
	}
	ids, people := map[string]*person{}, map[*person]string{}
	for _, c := range sortedKeys(filed) {
		f := filed[c]
		r, ok := j.seen[c]
		if known[f.Person] || !ok || !r.person.newcomer {
			continue
		}
		if ids[f.Person] == nil && people[r.person] == "" {
			ids[f.Person], people[r.person] = r.person, f.Person
		}
		j.holds(invOne, ids[f.Person] == r.person && people[r.person] == f.Person, "%s was filed by %s, and is kept of somebody else", c, r.person.id)
	}
	for c, f := range filed {
		if p := ids[f.Person]; p != nil {
			f.Person = p.id
			filed[c] = f
		}
	}
}

// newcomers are those of the city, in their order.
func (c *city) newcomers() []*person {
	return slices.DeleteFunc(slices.Clone(c.people), func(p *person) bool { return !p.newcomer })
}
