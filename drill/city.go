package drill

import (
	"fmt"
	"strings"
)

// The city: a tree of three levels like the real one, as large as its
// collaborators need. Who lives where depends on his number alone.
const (
	perWard    = 40 // collaborators
	perCluster = 6  // wards
)

// unit is a ward, cluster or the city itself.
type unit struct {
	id, kind, name, parent string
}

// role is what somebody is.
type role string

// The roles the drill knows, in the words of the organisation file.
const (
	collaborator role = "collaborator"
	hamletHead   role = "hamlet_head"
	lead         role = "lead_vice_chair"
	chair        role = "chair"
	office       role = "opinion_office"
	unitAdmin    role = "unit_admin"
	systemAdmin  role = "system_admin"
)

// city is who and what there is.
type city struct {
	units  []unit
	people []*person
	heads  map[string][]*person // by unit: who acts for it, in the order they are turned to
}

// build makes the city of the collaborators numbered 0 to n-1.
func build(w *world, n int) *city {
	c := &city{heads: map[string][]*person{}}
	wards := max(2, (n+perWard-1)/perWard)
	c.units = append(c.units, unit{"hn", "thanh_pho", "Thành phố Hà Nội", ""})
	for i := range (wards + perCluster - 1) / perCluster {
		c.units = append(c.units, unit{clusterID(i), "cum", "Cụm số " + fmt.Sprint(i+1), "hn"})
	}
	for i := range wards {
		c.units = append(c.units, unit{wardID(i), "phuong", "Phường số " + fmt.Sprint(i+1), clusterID(i / perCluster)})
	}
	for i := range n {
		r := collaborator
		if i%perWard == perWard-1 {
			r = hamletHead
		}
		c.add(w, reporterID(i), r, wardID(i/perWard))
	}
	for i := range wards {
		c.head(w, wardID(i), lead, chair)
		c.add(w, "qt-"+wardID(i), unitAdmin, wardID(i))
	}
	for i := range (wards + perCluster - 1) / perCluster {
		c.head(w, clusterID(i), lead)
	}
	c.head(w, "hn", office, lead)
	c.add(w, "qtht", systemAdmin, "hn")
	for i := range (n + perNewcomer - 1) / perNewcomer {
		p := c.add(w, newcomerID(i), collaborator, wardID(int(hash(w.cfg.Seed, newcomerID(i), 0)%uint64(wards))))
		p.newcomer, p.aways = true, []span{{}}
	}
	return c
}

func reporterID(i int) string { return fmt.Sprintf("c%05d", i) }
func newcomerID(i int) string { return fmt.Sprintf("m%05d", i) }
func wardID(i int) string     { return fmt.Sprintf("p%03d", i) }
func clusterID(i int) string  { return fmt.Sprintf("cum%02d", i) }

func (c *city) add(w *world, id string, r role, unit string) *person {
	p := newPerson(w, id, r, unit, len(c.people))
	c.people = append(c.people, p)
	return p
}

func (c *city) head(w *world, unit string, roles ...role) {
	for _, r := range roles {
		short := map[role]string{lead: "pct", chair: "ct", office: "vp"}[r]
		c.heads[unit] = append(c.heads[unit], c.add(w, short+"-"+unit, r, unit))
	}
}

// above lists a unit and those over it, nearest first.
func (c *city) above(unit string) []string {
	var list []string
	for unit != "" {
		list = append(list, unit)
		parent := ""
		for _, u := range c.units {
			if u.id == unit {
				parent = u.parent
			}
		}
		unit = parent
	}
	return list
}

// file writes the organisation file.
func (c *city) file(groups []group) string {
	var b strings.Builder
	b.WriteString("units:\n")
	for _, u := range c.units {
		parent := ""
		if u.parent != "" {
			parent = ", parent: " + u.parent
		}
		fmt.Fprintf(&b, "  - {id: %s, type: %s, name: %q%s}\n", u.id, u.kind, u.name, parent)
	}
	b.WriteString("people:\n")
	for _, p := range c.people {
		if p.newcomer {
			continue
		}
		fmt.Fprintf(&b, "  - {id: %s, name: %q, xung_ho: %s, posts: [{unit: %s, role: %s}]}\n", p.id, p.name, p.form, p.unit, p.role)
	}
	b.WriteString("groups:\n")
	for _, g := range groups {
		if g.life.unbound {
			continue
		}
		fmt.Fprintf(&b, "  - {unit: %s, address: %q, title: %q}\n", g.unit, g.address(), g.title)
	}
	return b.String()
}

// Names are put together from lists; no two people of one city have the same.
var (
	surnames = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương")
	middles  = strings.Fields("Văn Thị Đức Ngọc Xuân Quang Minh Thu Hữu Bích Đình Kim Thanh Hồng Công Tuyết Gia Lan Trọng Mỹ")
	givens   = strings.Fields("Hòa Phúc Dũng Nga Quý Tám Lộc Xuyến Kiên Hà Thọ Mai Cúc Vinh Oanh Sơn Yến Long Tâm Vân Bảo Chính Diệp Giang Hưng Khánh Liên Mạnh Nhàn Phượng Quyên Sửu Thảo Uyên Vượng Ân Bền Chiến Duyên Thắm")
	forms    = []string{"bác", "ông", "bà", "cô", "chú", "anh", "chị"}
)

func nameOf(i int) string {
	k := i * 7919 % (len(surnames) * len(middles) * len(givens))
	return surnames[k%len(surnames)] + " " + middles[k/len(surnames)%len(middles)] + " " + givens[k/len(surnames)/len(middles)]
}
