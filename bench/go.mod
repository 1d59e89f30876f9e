module langnghe/bench

go 1.26.0

require (
	go.etcd.io/bbolt v1.5.0
	langnghe v0.0.0
)

require (
	github.com/expr-lang/expr v1.17.8 // indirect
	github.com/go-resty/resty/v2 v2.17.2 // indirect
	github.com/go-telegram/bot v1.19.0 // indirect
	github.com/robfig/cron/v3 v3.0.1 // indirect
	go.yaml.in/yaml/v4 v4.0.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/image v0.47.0 // indirect
	golang.org/x/net v0.60.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace langnghe => ../
