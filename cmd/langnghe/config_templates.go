package main

import (
	"strings"

	"github.com/spf13/viper"

	"langnghe/bot"
	"langnghe/bot/schedule"
	"langnghe/internal/yamlpos"
	"langnghe/zalo"
)

// Ways a template message goes.
const (
	byUID   = "uid"
	byPhone = "phone"
)

// whole are settings that are read as a whole, with positions of their own, and
// that no variable can set.
var whole = []string{"schedule", "zalo.templates"}

// readTemplates reads zalo.templates; mistakes are reported at its nodes. consent
// says that numbers may be asked for.
func readTemplates(n *yamlpos.Node, consent bool) (ways []bot.Way) {
	seen := map[string]bool{}
	for _, t := range n.List() {
		if !t.Only("use", "id", "by", "price", "data") {
			continue
		}
		var w bot.Way
		w.Use, _ = t.Need("use").Word(bot.KnockReminder, bot.KnockPrompt, bot.KnockAlert)
		w.ID, _ = t.Need("id").Text()
		if strings.ContainsAny(w.ID, " \t\n") {
			t.Get("id").Problem("mã tin mẫu không có khoảng trắng; chép từ trang quản lý tin mẫu của Zalo")
		}
		by, _ := t.Need("by").Word(byUID, byPhone)
		w.Phone = by == byPhone
		if w.Phone && !consent {
			t.Get("by").Problem("gửi theo số điện thoại cần zalo.ask_phone: true, tức là đơn vị đồng ý hỏi số của cộng tác viên")
		}
		if key := w.Use + "/" + w.ID + "/" + by; w.Use != "" && seen[key] {
			t.Get("id").Problem("tin mẫu %q đã khai cho việc %s", w.ID, w.Use)
		} else {
			seen[key] = true
		}
		if p := t.Need("price"); p != nil {
			if w.Price, _ = p.Int(); w.Price < 1 {
				p.Problem("cần giá mỗi tin, bằng đồng, ít nhất là 1")
			}
		}
		w.Data = templateData(t.Get("data"), w.Use)
		ways = append(ways, w)
	}
	return ways
}

// templateData reads which variable each parameter of a text has.
func templateData(n *yamlpos.Node, use string) map[string]string {
	data := map[string]string{}
	if n == nil || !n.Map() {
		return data
	}
	for _, k := range n.Keys() {
		v := n.Get(k.Raw())
		if use == "" { // which may be used is not known
			continue
		}
		if name, ok := v.Word(bot.KnockVars(use)...); ok {
			data[k.Raw()] = name
		}
	}
	return data
}

// knocks puts together how people may be asked to open their Zalo chat.
func (c *config) knocks(v *viper.Viper, ways []bot.Way, wrong func(string, string, ...any)) bot.KnockSettings {
	s := bot.KnockSettings{
		Channel: zalo.Name, Ways: ways, Budget: v.GetInt("zalo.template_budget"),
		Each: v.GetInt("zalo.template_each"), Rest: v.GetDuration("zalo.template_rest"),
	}
	if s.Budget > 0 && len(ways) == 0 {
		wrong("zalo.template_budget", "chưa có tin mẫu nào trong zalo.templates; để 0 nếu không dùng")
	}
	if s.Each < 1 {
		wrong("zalo.template_each", "cần ít nhất 1")
	}
	if s.Rest <= 0 {
		wrong("zalo.template_rest", "phải lớn hơn 0")
	}
	var err error
	if s.Closed, err = schedule.ParseQuietHours(v.GetStringSlice("zalo.template_closed")...); err != nil {
		wrong("zalo.template_closed", "%v", err)
	}
	return s
}
