package schedule

import (
	_ "embed"
	"time"

	"langnghe/internal/yamlpos"
)

//go:embed calendar.yaml
var builtin []byte

// ParseDays reads a table of special days:
//
//	days:
//	  - {date: 2026-08-22, name: Làm bù, kind: working_makeup, status: official}
//
// Problems are all there are, in Vietnamese, each with its place.
func ParseDays(file string, data []byte) ([]Day, []yamlpos.Problem) {
	root, bad := yamlpos.Parse(file, data)
	if bad != nil {
		return nil, bad
	}
	root.Only("days")
	var days []Day
	type entry struct {
		date Date
		kind Kind
	}
	lines := map[entry]int{}
	for _, n := range root.Need("days").List() {
		n.Only("date", "name", "kind", "status")
		var d Day
		var err error
		date, ok := n.Need("date").Text()
		if ok {
			if d.Date, err = ParseDate(date); err != nil {
				n.Get("date").Problem("%v", err)
				ok = false
			} else if d.Date.Year < 2000 || d.Date.Year > 2199 {
				n.Get("date").Problem("năm %d nằm ngoài 2000 đến 2199", d.Date.Year)
				ok = false
			}
		}
		d.Name, _ = n.Need("name").Text()
		kind, _ := n.Need("kind").Word(string(Off), string(Makeup), string(Observance))
		status, _ := n.Need("status").Word(string(Official), string(Computed), string(Expected))
		d.Kind, d.Status = Kind(kind), Status(status)
		line, _ := n.Pos()
		if e := (entry{d.Date, d.Kind}); ok && kind != "" {
			if first := lines[e]; first > 0 && d.Kind != Observance {
				n.Problem("ngày %s đã có ở dòng %d; hãy bỏ một", d.Date, first)
			}
			lines[e] = line
			if other := lines[entry{d.Date, opposite(d.Kind)}]; other > 0 {
				n.Problem("ngày %s ở dòng %d ghi ngược lại; một ngày không thể vừa nghỉ vừa làm bù", d.Date, other)
			}
		}
		days = append(days, d)
	}
	if bad := root.Problems(); len(bad) > 0 {
		return nil, bad
	}
	return days, nil
}

func opposite(k Kind) Kind {
	switch k {
	case Off:
		return Makeup
	case Makeup:
		return Off
	}
	return ""
}

// BuiltinDays is the table that comes with the program.
func BuiltinDays() []Day {
	days, bad := ParseDays("calendar.yaml", builtin)
	if len(bad) > 0 {
		panic("schedule: " + bad[0].String()) // the file is compiled in and tested
	}
	return days
}

// Vietnam is Hanoi's time zone, which has had no daylight saving since 1975.
// It needs no time zone database.
func Vietnam() *time.Location { return vietnam }

var vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)
