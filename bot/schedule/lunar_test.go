package schedule_test

import (
	"testing"

	"langnghe/bot/schedule"
)

func TestLunar(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		want             string
	}{
		{1985, 1, 1, "1985-01-21"}, // a month before China's
		{2007, 1, 1, "2007-02-17"},
		{2023, 1, 1, "2023-01-22"}, // a leap second month follows
		{2023, 3, 10, "2023-04-29"},
		{2024, 1, 1, "2024-02-10"},
		{2025, 1, 1, "2025-01-29"},
		{2025, 7, 15, "2025-09-06"}, // after a leap sixth month
		{2025, 8, 15, "2025-10-06"},
		{2025, 12, 23, "2026-02-10"},
		{2026, 1, 1, "2026-02-17"},
		{2026, 1, 15, "2026-03-03"},
		{2026, 3, 10, "2026-04-26"},
		{2026, 7, 15, "2026-08-27"},
		{2026, 8, 15, "2026-09-25"},
		{2027, 1, 1, "2027-02-06"},
		{2027, 3, 10, "2027-04-16"},
		{2027, 7, 15, "2027-08-16"},
		{2028, 1, 1, "2028-01-26"},
		{2028, 3, 10, "2028-04-04"},
		{2028, 7, 15, "2028-09-03"}, // after a leap fifth month
		{2028, 8, 15, "2028-10-03"},
		{2029, 1, 1, "2029-02-13"},
		{2030, 1, 1, "2030-02-02"}, // China: 3 February
		{2033, 1, 1, "2033-01-31"},
		{2034, 1, 1, "2034-02-19"}, // after the leap eleventh month of 2033
	} {
		if got := schedule.Lunar(c.year, c.month, c.day).String(); got != c.want {
			t.Errorf("%d/%d lunar %d = %s, want %s", c.day, c.month, c.year, got, c.want)
		}
	}
}

func TestTetStaysInSeason(t *testing.T) {
	for y := 1950; y <= 2150; y++ {
		d := schedule.Tet(y)
		if s := d.String()[5:]; d.Year != y || s < "01-20" || s > "02-22" {
			t.Errorf("Tết %d = %s", y, d)
		}
	}
}
