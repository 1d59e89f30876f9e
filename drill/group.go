package drill

import (
	"strconv"
	"time"

	"langnghe/zalo/zalosim"
)

// group is a chat group of a unit.
type group struct {
	unit, title, platform string
	zaloID                string
	tgID                  int64
	read                  int
	heard                 []said
	life                  life
}

func (g *group) address() string {
	if g.platform == "zalo" {
		return "zalo:" + g.zaloID
	}
	return "telegram:" + strconv.FormatInt(g.tgID, 10)
}

// fresh gives what the bot posted since it was last asked.
func (g *group) fresh(w *world) (out []bubble) {
	if g.platform == "zalo" {
		all := w.zalo.GroupFrom(g.zaloID, g.read)
		g.read += len(all)
		for _, b := range all {
			if b.FromOA {
				out = append(out, bubble{id: b.ID, at: b.At, text: b.Text, photo: b.Media == "image"})
			}
		}
		return out
	}
	all := w.telegram.ChatFrom(g.tgID, g.read)
	g.read += len(all)
	for _, b := range all {
		if b.FromBot {
			out = append(out, bubble{id: strconv.Itoa(b.ID), at: b.At, text: b.Text, photo: b.Kind == "photo"})
		}
	}
	return out
}

// bindGroups gives every ward a group on one of the platforms.
func (w *world) bindGroups() {
	for i, u := range w.city.units {
		if u.kind != "phuong" {
			continue
		}
		g := group{unit: u.id, title: "CTV " + u.name, platform: "telegram"}
		if i%2 == 0 {
			g.platform = "zalo"
		}
		var zaloIDs []string
		var tgIDs []int64
		for _, p := range w.city.people {
			for _, ph := range p.phones {
				switch {
				case p.newcomer || p.unit != u.id || ph.platform != g.platform:
				case g.platform == "zalo":
					w.zalo.Place(zalosim.Person{ID: ph.zaloID, Name: p.name, Follower: true, LastInteraction: w.now.Add(-time.Hour)})
					zaloIDs = append(zaloIDs, ph.zaloID)
				default:
					w.telegram.Place(ph.tgID, p.name)
					tgIDs = append(tgIDs, ph.tgID)
				}
			}
		}
		switch {
		case g.platform == "zalo" && len(zaloIDs) > 0:
			g.zaloID = w.zalo.CreateGroup(g.title, zaloIDs...)
		case g.platform == "telegram" && len(tgIDs) > 0:
			g.tgID = w.telegram.CreateGroup(g.title, tgIDs...)
			g.life.by = tgIDs[0]
			if g.foresee(w); !g.life.unbound {
				w.must(w.telegram.AddBot(g.tgID, tgIDs[0]))
			}
		default:
			continue
		}
		w.groups = append(w.groups, g)
	}
}
