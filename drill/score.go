package drill

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Score is what happened, in numbers.
type Score struct {
	People, Acting     int
	Messages, Webhooks int            // typed or pressed; delivered to the program
	Photos             int            // shown, alone or in albums
	Amended            int            // messages changed after they were sent
	Groups             map[string]int // what befell groups
	Joined, Linked     int            // by code: newcomers; other phones
	Left, Returned     int            // took their consent back; came back
	Sent               map[string]int
	Finished           map[string]int // reports by kind, as their authors saw them confirmed
	OnTime, Late       int            // of periodic reports and nil reports
	Alerts, Acked      int            // urgent matters told; taken in hand
	AckMedian, AckMost time.Duration
	Climbed            int
	Reminders          int
	Kills, Opened      int
	Authorised         int // times the operator had to
	Faults             map[string]int
	Parked, Maybe      int
	Invariants         map[string]int // how often each was looked at
	Lived, Took        time.Duration
	Heap               int64 // bytes the program held at the end
}

// Write prints the scoreboard, one screen.
func (r Result) Write(out io.Writer) error {
	var b strings.Builder
	s := r.Score
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-22s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("Người", "%d cộng tác viên, %d người xử lý", s.People, s.Acting)
	line("Thời gian", "%s trong %s (nhanh gấp %.0f lần)", days(s.Lived), s.Took.Round(100*time.Millisecond), s.Lived.Seconds()/max(s.Took.Seconds(), 0.001))
	line("Tin nhắn", "%d tin người gửi, %d ảnh, %d lần sửa tin, %d webhook", s.Messages, s.Photos, s.Amended, s.Webhooks)
	line("Báo cáo", "%s; đúng hạn %d, trễ %d", sums(s.Finished), s.OnTime, s.Late)
	line("Việc khẩn", "%d việc, %d đã có người nhận (giữa %s, lâu nhất %s), %d lần lên cấp", s.Alerts, s.Acked, s.AckMedian.Round(time.Minute), s.AckMost.Round(time.Minute), s.Climbed)
	line("Người đi, về", "%d vào bằng mã, %d nối nơi thứ hai, %d rút đồng ý, %d trở lại", s.Joined, s.Linked, s.Left, s.Returned)
	line("Nhóm", "%s", sums(s.Groups))
	line("Nhắc hạn", "%d", s.Reminders)
	line("Đã gửi", "%s; chờ người nhận mở %d, không rõ %d", sums(s.Sent), s.Parked, s.Maybe)
	line("Sự cố", "%d lần giết, %d lần cấp quyền lại, %s", s.Kills, s.Authorised, sums(s.Faults))
	b.WriteString("Bất biến:\n")
	for _, n := range slices.Sorted(maps.Keys(s.Invariants)) {
		bad := 0
		for _, x := range r.Broken {
			if x.Name == n {
				bad++
			}
		}
		mark := "giữ"
		if bad > 0 {
			mark = fmt.Sprintf("VỠ %d", bad)
		}
		fmt.Fprintf(&b, "  %-46s %9d  %s\n", n, s.Invariants[n], mark)
	}
	fmt.Fprintf(&b, "Lịch sử %s\n", r.Digest[:16])
	for i, x := range r.Broken {
		if i == 10 {
			fmt.Fprintf(&b, "… và %d nữa\n", len(r.Broken)-10)
			break
		}
		fmt.Fprintf(&b, "VỠ %s, lúc %s: %s\n", x.Name, x.At.In(hanoi).Format("2006-01-02 15:04:05"), x.What)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func days(d time.Duration) string { return fmt.Sprintf("%.0f ngày", d.Hours()/24) }

func sums(m map[string]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s %d", k, m[k]))
	}
	return strings.Join(parts, ", ")
}
