package schedule

import (
	"cmp"
	"slices"
	"time"
)

// ComputedDays is what the Labour Code (2019, articles 111 and 112) and the
// lunar calendar make of a year before the Government announces its days off:
// the holidays, and for each on a weekly day off the next day that is not one.
// For Tết the choice is the last lunar day and the four days after it; for
// 2 September the neighbour that makes the longer rest. Swaps with a working
// Saturday are never guessed. Days to know of are listed too.
func ComputedDays(year int) []Day {
	const tet, national = "Nghỉ Tết Nguyên đán", "Nghỉ Quốc khánh 2/9"
	first := Tet(year)
	var off []Day
	add := func(d Date, name string) { off = append(off, Day{d, name, Off, Computed}) }

	add(Date{year, time.January, 1}, "Tết Dương lịch")
	add(first.Add(-1), "Ngày cuối năm âm lịch")
	for i, name := range []string{"Mùng 1 Tết", "Mùng 2 Tết", "Mùng 3 Tết", "Mùng 4 Tết"} {
		add(first.Add(i), name)
	}
	add(Lunar(year, 3, 10), "Giỗ Tổ Hùng Vương")
	add(Date{year, time.April, 30}, "Ngày Chiến thắng 30/4")
	add(Date{year, time.May, 1}, "Quốc tế Lao động 1/5")
	second := Date{year, time.September, 2}
	add(second, "Quốc khánh 2/9")
	switch second.Weekday() {
	case time.Sunday, time.Monday, time.Thursday:
		add(second.Add(1), national)
	default:
		add(second.Add(-1), national)
	}

	taken := map[Date]bool{}
	for _, d := range off {
		taken[d.Date] = true
	}
	for _, d := range slices.Clone(off) {
		if w := d.Date.Weekday(); w != time.Saturday && w != time.Sunday {
			continue
		}
		free := d.Date.Add(1)
		for taken[free] || free.Weekday() == time.Saturday || free.Weekday() == time.Sunday {
			free = free.Add(1)
		}
		taken[free] = true
		name := "Nghỉ bù " + d.Name
		if d.Date.Compare(first.Add(-1)) >= 0 && d.Date.Compare(first.Add(3)) <= 0 {
			name = tet + " (nghỉ bù)"
		}
		add(free, name)
	}

	for _, x := range []struct {
		date Date
		name string
	}{
		{kitchenGods(year), "Ông Công ông Táo (23 tháng Chạp)"},
		{Lunar(year, 1, 15), "Rằm tháng Giêng"},
		{Lunar(year, 7, 15), "Vu Lan (rằm tháng Bảy)"},
		{Lunar(year, 8, 15), "Tết Trung thu"},
		{Date{year, time.November, 18}, "Ngày hội Đại đoàn kết toàn dân tộc"},
	} {
		off = append(off, Day{x.date, x.name, Observance, Computed})
	}
	if year >= 2026 { // chosen in January 2026; a day off only once the Labour Code says so
		off = append(off, Day{Date{year, time.November, 24}, "Ngày Văn hóa Việt Nam", Off, Expected})
	}
	slices.SortStableFunc(off, func(a, b Day) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Kind, b.Kind))
	})
	return off
}

// kitchenGods is the 23rd of the last lunar month that falls in the solar year.
func kitchenGods(year int) Date { return Lunar(year-1, 12, 23) }
