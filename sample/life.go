package sample

import (
	"math/rand/v2"
	"slices"
	"time"

	"langnghe/bot/report"
	"langnghe/bot/schedule"
)

// live takes a report as far on its way as its age makes likely. What happens
// to it is drawn before it is asked what has happened by now, so that a later
// now shows the same life, further on.
func (g *grower) live(out *report.Report, r *rand.Rand) {
	lead := g.lead[out.Unit]
	unit, _ := g.tree.Unit(out.Unit)
	if lead == "" && unit.Parent != "" {
		lead = g.lead[unit.Parent]
	}
	taken := out.At.Add(time.Duration(20+r.IntN(30*60)) * time.Minute)
	if out.Kind != report.Urgent && r.Float64() < 0.15 { // left lying
		taken = taken.AddDate(0, 0, 9+r.IntN(14))
	}
	decided := taken.Add(time.Duration(8+r.IntN(6*24)) * time.Hour)
	closed := decided.Add(time.Duration(12+r.IntN(9*24)) * time.Hour)
	fate, words := r.Float64(), r.IntN(1<<16)
	if out.Kind == report.Urgent {
		taken = out.At.Add(time.Duration(3+r.IntN(50)) * time.Minute)
		decided, closed = taken.Add(time.Duration(30+r.IntN(600))*time.Minute), taken.Add(time.Duration(4+r.IntN(60))*time.Hour)
	}
	if lead == "" || out.Kind == report.Nil {
		return // nobody there to act, or nothing to act on
	}
	if out.Kind != report.Urgent {
		taken = g.office(taken, out.At)
		decided = g.office(decided, taken)
		closed = g.office(closed, decided)
	}
	if out.Kind != report.Urgent && fate < 0.02 {
		g.then(out, taken, report.Withdrawn, report.Entry{What: "withdrawn", By: out.Person})
		return
	}
	what := "accepted"
	if out.Kind == report.Urgent {
		what = "ack"
	}
	if !g.then(out, taken, report.Held, report.Entry{What: what, By: lead}) {
		return
	}
	if what == "ack" {
		out.Ack = &report.Ack{Person: lead, Unit: out.Unit, At: taken}
	}
	switch {
	case fate < 0.10:
		g.then(out, decided, report.MoreAsked, report.Entry{What: "asked", By: lead, Text: pick(words, questions[what])})
		return
	case fate < 0.16 && out.Kind != report.Urgent:
		g.then(out, closed, report.Declined, report.Entry{What: "declined", By: lead, Text: pick(words, reasons)})
		return
	case fate < 0.40 && unit.Parent != "":
		if g.then(out, decided, report.Passed, report.Entry{What: "passed", By: lead, Unit: unit.Parent}) {
			out.HeldBy = append(out.HeldBy, report.Hand{Unit: unit.Parent, At: decided, Text: synthesis(unit.Name, *out)})
			if above := g.lead[unit.Parent]; out.Kind == report.Urgent && above != "" { // the unit above must take it in hand
				out.Rung, out.Ack = 2, nil
				if at := decided.Add(12 * time.Minute); g.then(out, at, report.Held, report.Entry{What: "ack", By: above, Unit: unit.Parent}) {
					out.Ack = &report.Ack{Person: above, Unit: unit.Parent, At: at}
				}
			}
		}
		return
	case fate < 0.50 && out.Kind != report.Urgent:
		return // still being looked at
	}
	g.then(out, closed, report.Resolved, report.Entry{What: "answered", By: lead, Text: pick(words, resultsFor(*out))})
}

// then lets something happen at a time, unless that is still to come.
func (g *grower) then(out *report.Report, at time.Time, state report.State, e report.Entry) bool {
	if at.After(g.now) {
		return false
	}
	if e.At = at; e.Unit == "" {
		e.Unit = out.Unit
	}
	out.State = state
	out.Log = append(out.Log, e)
	return true
}

// office is a time of work near at, after another.
func (g *grower) office(at, after time.Time) time.Time {
	at = at.In(g.calendar.Location())
	minute := at.Hour()*60 + at.Minute()
	at = schedule.DateOf(at).At(schedule.Clock(8*60+minute%(9*60)), g.calendar.Location())
	for at = g.calendar.Roll(at, schedule.RollNext); !at.After(after); {
		at = g.calendar.NextWorkingDayAfter(at)
	}
	return at
}

// synthesis is what a vice-chair writes to the unit above: what people say and
// want, without who said it.
func synthesis(unit string, r report.Report) string {
	s := "Tổng hợp của " + unit + ": " + r.Gist()
	if f, ok := r.Field("kien_nghi"); ok && f.Shown != "" {
		s += " Kiến nghị: " + f.Shown
	}
	return s
}

func pick(n int, list []string) string { return list[n%len(list)] }

func resultsFor(r report.Report) []string {
	if r.Kind == report.Urgent {
		return urgentResults
	}
	if f, ok := r.Field("linh_vuc"); ok && works[f.Value] {
		return slices.Concat(workResults, results)
	}
	return results
}

// works are the topics in which somebody comes and repairs.
var works = map[string]bool{"giao_thong": true, "xay_dung_do_thi": true, "thoat_nuoc_nuoc_sach": true}

var (
	questions = map[string][]string{
		"accepted": {
			"Việc này diễn ra từ khi nào, khoảng bao nhiêu hộ bị ảnh hưởng ạ?",
			"Bà con đã phản ánh với tổ dân phố hoặc thôn chưa, được trả lời thế nào ạ?",
			"Nhờ cho biết rõ hơn đoạn đường, ngõ nào để đơn vị kiểm tra.",
		},
		"ack": {
			"Hiện còn nguy hiểm không, lực lượng tại chỗ đã có mặt chưa ạ?",
			"Khoảng bao nhiêu người, bao nhiêu hộ bị ảnh hưởng ạ?",
			"Nếu an toàn, nhờ gửi thêm ảnh hiện trường giúp ạ.",
		},
	}
	reasons = []string{
		"Nội dung đã được trả lời tại hội nghị tiếp xúc cử tri vừa qua.",
		"Việc đang được giải quyết theo trình tự khiếu nại, đề nghị gửi nơi tiếp công dân.",
		"Qua kiểm tra thực tế chưa thấy tình trạng như phản ánh.",
	}
	results = []string{
		"Ủy ban nhân dân đã tiếp thu, giao bộ phận chuyên môn thực hiện, đã thông báo trên loa và tại nhà văn hóa.",
		"Đã trao đổi trực tiếp với đại diện các hộ tại nhà văn hóa, bà con thống nhất hướng giải quyết.",
		"Đã niêm yết công khai tại trụ sở và trang thông tin, bà con có thể xem trực tiếp.",
		"Đã đưa vào báo cáo tổng hợp; ngành chức năng trả lời bằng văn bản, Mặt trận đã thông tin tới khu dân cư.",
	}
	workResults = []string{
		"Đơn vị thi công đã khắc phục, khu dân cư cùng giám sát và xác nhận.",
		"Đã kiểm tra thực địa, đơn vị quản lý hẹn sửa chữa xong trong mười ngày.",
	}
	urgentResults = []string{
		"Lực lượng chức năng đã có mặt và xử lý ngay, tình hình đã ổn định.",
		"Đã kiểm tra, khắc phục và hỗ trợ các hộ bị ảnh hưởng; không có thiệt hại về người.",
		"Ủy ban nhân dân đã kiểm tra, thông tin chính thức tới bà con trên loa và nhóm khu dân cư.",
	}
)
