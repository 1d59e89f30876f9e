package main

import (
	"strings"

	"langnghe/bot"
	"langnghe/bot/schedule"
	"langnghe/internal/yamlpos"
)

// readRules reads the schedule; mistakes are reported at its nodes.
func readRules(n *yamlpos.Node) []schedule.Rule {
	var rules []schedule.Rule
	seen := map[string]bool{}
	for _, r := range n.List() {
		if !r.Only("id", "kind", "cron", "monthly", "before", "at", "roll", "avoid", "grace", "types", "place", "agenda", bot.ParamPeriod) {
			continue
		}
		var rule schedule.Rule
		rule.ID, _ = r.Need("id").Text()
		if seen[rule.ID] {
			r.Get("id").Problem("mã %q đã dùng cho lịch khác", rule.ID)
		}
		seen[rule.ID] = true
		rule.Kind, _ = r.Need("kind").Word(bot.RuleDeadline, bot.RuleBriefing, bot.RuleDigest)
		rule.Cron = r.Get("cron").Raw()
		if m := r.Get("monthly"); m != nil && m.Only("day", "time") {
			rule.Monthly.Day, _ = m.Need("day").Int()
			rule.Monthly.Time, _ = m.Need("time").Text()
		}
		if b := r.Get("before"); b != nil {
			for _, d := range b.List() {
				if days, ok := d.Int(); ok {
					rule.Before = append(rule.Before, days)
				}
			}
		}
		rule.At = r.Get("at").Raw()
		rule.Roll = schedule.Roll(r.Get("roll").Raw())
		if a := r.Get("avoid"); a != nil {
			rule.Avoid, _ = a.Bool()
		}
		if g := r.Get("grace"); g != nil {
			rule.Grace, _ = g.Duration()
		}
		rule.Params = map[string]string{"place": r.Get("place").Raw(), "agenda": r.Get("agenda").Raw()}
		if t := r.Get("types"); t != nil {
			rule.Params["types"] = strings.Join(t.Texts(), " ")
		}
		if p := r.Get(bot.ParamPeriod); p != nil {
			if rule.Kind != bot.RuleDigest {
				p.Problem("chỉ lịch digest mới có period")
			}
			rule.Params[bot.ParamPeriod], _ = p.Word(bot.PeriodCurrent, bot.PeriodPrevious)
		}
		if rule.Kind == bot.RuleDeadline && rule.Cron != "" {
			r.Get("cron").Problem("lịch hạn nộp cần monthly, không dùng cron")
		}
		if err := rule.Check(); err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				r.Problem("%s", line)
			}
		}
		rules = append(rules, rule)
	}
	return rules
}
