module langnghe/bench

go 1.26.0

require (
	go.etcd.io/bbolt v1.5.0
	langnghe v0.0.0
)

replace langnghe => ../
