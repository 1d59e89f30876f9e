package text

import (
	"testing"
	"time"
)

// wednesday is the day the tests run on: Wednesday 25 November 2026, in Hanoi.
var wednesday = time.Date(2026, 11, 25, 9, 30, 0, 0, time.FixedZone("Asia/Ho_Chi_Minh", 7*3600))

func TestDate(t *testing.T) {
	tests := []struct{ in, want string }{
		{"hôm nay", "2026-11-25"}, {"hom nay", "2026-11-25"}, {"sáng nay", "2026-11-25"}, {"hôm qua", "2026-11-24"},
		{"hôm qua ạ", "2026-11-24"}, {"tối qua", "2026-11-24"}, {"đêm qua", "2026-11-24"}, {"hôm kia", "2026-11-23"},
		{"hôm kìa", "2026-11-22"}, {"sáng hôm qua", "2026-11-24"}, {"8h sáng hôm qua", "2026-11-24"},
		{"hôm qua lúc 8h30", "2026-11-24"}, {"3 ngày trước", "2026-11-22"}, {"cách đây 3 ngày", "2026-11-22"},
		{"ba ngày trước", "2026-11-22"}, {"thứ 6 tuần trước", "2026-11-20"}, {"thu 6 tuan truoc", "2026-11-20"},
		{"thứ sáu tuần trước", "2026-11-20"}, {"thứ 6 vừa rồi", "2026-11-20"}, {"thứ tư", "2026-11-25"},
		{"thứ tư vừa rồi", "2026-11-18"}, {"thứ tư tuần trước", "2026-11-18"}, {"thứ 2", "2026-11-23"},
		{"thứ hai tuần này", "2026-11-23"}, {"thứ 6 này", ""}, {"chủ nhật", "2026-11-22"}, {"CN", "2026-11-22"},
		{"chủ nhật tuần trước", "2026-11-22"}, {"T7", "2026-11-21"}, {"thứ 8", ""}, {"chiều thứ 2", "2026-11-23"},
		{"ngày 5 tháng 3", "2026-03-05"}, {"ngay 5 thang 3", "2026-03-05"}, {"mùng 5/3", "2026-03-05"},
		{"mồng 5 tháng 3", "2026-03-05"}, {"5/3/26", "2026-03-05"}, {"5/3/2026", "2026-03-05"}, {"20/11", "2026-11-20"},
		{"20-11", "2026-11-20"}, {"20.11", "2026-11-20"}, {"20/12", "2025-12-20"}, {"25/11", "2026-11-25"},
		{"26/11", "2025-11-26"}, {"ngày 5", "2026-11-05"}, {"ngày 30", "2026-10-30"}, {"ngày 31", "2026-10-31"},
		{"29/2", "2024-02-29"}, {"ngày mười lăm tháng tám", "2026-08-15"}, {"ngày hai mươi mốt tháng mười", "2026-10-21"},
		{"ngày 5 tháng tư", "2026-04-05"}, {"ngày 5 tháng 3 năm 2026", "2026-03-05"},
		{"ngày 5 tháng ba năm 2026", "2026-03-05"}, {"ngày 5 tháng này", "2026-11-05"},
		{"ngày 5 tháng trước", "2026-10-05"}, {"ngày 5 tháng 3 năm ngoái", "2025-03-05"}, {"5 tháng 3", "2026-03-05"},
		{"8h ngày 5/3", "2026-03-05"}, {"sáng 5/3", "2026-03-05"}, {"sáng ngày 5/3", "2026-03-05"}, {"２０/１１", "2026-11-20"},
		{"20/11/2027", ""}, {"31/2", ""}, {"32/1", ""}, {"1/13", ""}, {"0/5", ""}, {"5", ""}, {"mai", ""}, {"ngày mai", ""},
		{"mùng 3 Tết", ""}, {"rằm tháng Giêng", ""}, {"10/3 âm lịch", ""}, {"10/3 âl", ""}, {"mùng 5", ""}, {"", ""},
		{"tuần trước", ""}, {"20/11/2", ""}, {"1/2/3/4", ""}, {"1.500.000 đồng", ""}, {"5/3 có 20 hộ", ""},
	}
	for _, tt := range tests {
		got, ok := Date(tt.in, wednesday)
		if ok != (tt.want != "") || ok && got.Format(time.DateOnly) != tt.want {
			t.Errorf("Date(%q) = %v, %v; want %q", tt.in, got.Format(time.DateOnly), ok, tt.want)
		}
		if ok && got != time.Date(got.Year(), got.Month(), got.Day(), 0, 0, 0, 0, wednesday.Location()) {
			t.Errorf("Date(%q) = %v is no midnight there", tt.in, got)
		}
	}
}
