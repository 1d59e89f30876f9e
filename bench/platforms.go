package main

import (
	"net/http"
	"time"

	"langnghe/telegram"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// newZalo is the simulated platform with the even ones of people on it.
func newZalo(now func() time.Time, people, perMinute int) *zalosim.Sim {
	s := zalosim.New(zalosim.Config{
		AppID: zaloApp, AppSecret: zaloSecret, OAID: zaloOA, OASecretKey: zaloKey, RefreshToken: zaloRefresh,
		Now: now, PerMinute: perMinute, AppPerMinute: 1 << 30,
	})
	for i := 0; i < people; i += 2 {
		s.Place(zalosim.Person{ID: address(i).ID, Name: "Lan", Follower: true, LastInteraction: now()})
	}
	return s
}

// newTelegram is the simulated platform with the odd ones of people on it.
func newTelegram(now func() time.Time, people int, limits telegramsim.Limits) *telegramsim.Sim {
	s := telegramsim.New(telegramsim.Config{
		Token: telegramToken, Username: "bench_bot", Now: now, Limits: limits, KeepCalls: -1,
	})
	for i := 1; i < people; i += 2 {
		s.Place(telegramID(i), "Lan")
	}
	return s
}

// connected is how the adapters reach both.
func connected(z, t http.RoundTripper) map[string]http.RoundTripper {
	return map[string]http.RoundTripper{zalo.Name: z, telegram.Name: t}
}
