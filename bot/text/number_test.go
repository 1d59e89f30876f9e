package text

import "testing"

func TestNumber(t *testing.T) {
	exact := func(v float64) Num { return Num{Value: v} }
	about := func(v float64) Num { return Num{Value: v, Approx: true} }
	span := func(a, b float64) Num { return Num{Value: a, Hi: b, Approx: true} }
	unsure := func(n Num) Num { n.Ambiguous = true; return n }
	tests := []struct {
		in   string
		want Num
	}{
		{"1500", exact(1500)}, {"1.500", exact(1500)}, {"1.500.000 đồng", exact(1500000)}, {"1,5 triệu", exact(1500000)},
		{"1.5", exact(1.5)}, {"1.25", exact(1.25)}, {"1,5", exact(1.5)}, {"1.5 triệu", exact(1500000)},
		{"0.500", exact(0.5)}, {"1 500 000", exact(1500000)}, {"1.500,5", exact(1500.5)}, {"1,500,000", exact(1500000)},
		{"1,500", unsure(exact(1.5))}, {"2 tỷ rưỡi", exact(2.5e9)}, {"2 ty ruoi", exact(2.5e9)}, {"50k", exact(50000)},
		{"50 nghìn", exact(50000)}, {"50 ngàn", exact(50000)}, {"50 nghin", exact(50000)}, {"1,1 tỷ", exact(1.1e9)},
		{"３０", exact(30)}, {"20 hộ", exact(20)}, {"20 hộ ạ", exact(20)}, {"dạ 20", exact(20)}, {"số hộ là 20", exact(20)}, {"ba mươi ạ", exact(30)},
		{"mười lăm", exact(15)}, {"muoi lam", exact(15)}, {"hai mươi mốt", exact(21)}, {"hai muoi mot", exact(21)},
		{"hăm lăm", exact(25)}, {"ham lam", exact(25)}, {"ba tư", exact(34)}, {"năm nhăm", exact(55)},
		{"nam nham", exact(55)}, {"một trăm linh năm", exact(105)}, {"một trăm lẻ năm", exact(105)},
		{"mot tram linh nam", exact(105)}, {"trăm rưỡi", about(150)}, {"một trăm rưỡi", exact(150)},
		{"một trăm hai", exact(120)}, {"hai trăm ba mươi tư", exact(234)}, {"ba mươi", exact(30)},
		{"khoảng ba mươi hộ", about(30)}, {"hai chục", exact(20)}, {"2 chục", exact(20)}, {"chục nhà", about(10)},
		{"hơn chục hộ", about(10)}, {"một tá", exact(12)}, {"2 tá", exact(24)}, {"một nghìn không trăm linh năm", exact(1005)},
		{"hai nghìn năm trăm", exact(2500)}, {"nghìn rưỡi", Num{}}, {"một nghìn rưỡi", exact(1500)},
		{"hai triệu rưỡi", exact(2.5e6)}, {"2 triệu 5", exact(2.5e6)}, {"2tr5", exact(2.5e6)}, {"1 tỷ 2", exact(1.2e9)},
		{"2 triệu 500 nghìn", exact(2.5e6)}, {"2 triệu 500", unsure(exact(2.5e6))}, {"hai nghìn tỷ", exact(2e12)},
		{"năm", exact(5)}, {"1 rưỡi", exact(1.5)}, {"bẩy", exact(7)}, {"tám mươi tám", exact(88)}, {"mười", exact(10)},
		{"50-60", span(50, 60)}, {"50-60 hộ", span(50, 60)}, {"50 – 60 hộ", span(50, 60)}, {"từ 50 đến 60 hộ", span(50, 60)},
		{"50 den 60", span(50, 60)}, {"2-3 triệu", span(2e6, 3e6)}, {"năm bảy nhà", span(5, 7)},
		{"nam bay nha", span(5, 7)}, {"hai ba người", span(2, 3)}, {"hai ba", unsure(span(2, 3))},
		{"ba bốn chục", span(30, 40)}, {"dăm bảy nhà", span(5, 7)}, {"vài hộ", span(2, 5)}, {"vài chục hộ", span(20, 50)},
		{"vài trăm", span(200, 500)}, {"mấy chục hộ", span(20, 50)}, {"đôi ba người", span(2, 3)}, {"vài triệu", span(2e6, 5e6)},
		{"vài nghìn hai bên đường", span(2000, 5000)},
		{"mươi mười lăm hộ", span(10, 15)}, {"chín mười hộ", span(9, 10)},
		{"khoảng 50", about(50)}, {"độ 50 hộ", about(50)}, {"chừng 50", about(50)}, {"gần 50", about(50)},
		{"hơn 50", about(50)}, {"ngót 50", about(50)}, {"khoang 50 ho", about(50)}, {"hơn hai mươi hộ", about(20)},
		{"tầm 20", about(20)}, {"hàng trăm hộ", about(100)}, {"50 hộ trở lên", about(50)}, {"20 mấy hộ", about(20)},
		{"3 củ", unsure(exact(3e6))}, {"3 cu", unsure(exact(3))}, {"hai củ", unsure(exact(2e6))},
		{"50%", exact(50)}, {"5 năm", exact(5)}, {"ba năm nay", exact(3)}, {"hai mươi năm", exact(20)}, {"bốn năm nhà", unsure(span(4, 5))}, {"hai nghìn năm", unsure(exact(2500))}, {"một trăm năm mươi", exact(150)}, {"3 tháng", Num{}}, {"100 triệu", exact(1e8)}, {"chín mươi mốt", exact(91)},
		{"không", Num{}}, {"20/11", Num{}}, {"8h30", Num{}}, {"8h", Num{}}, {"0912345678", Num{}}, {"60-50", Num{}},
		{"2 nhà 5 người", Num{}}, {"", Num{}}, {"có", Num{}}, {"abc", Num{}}, {"bà", Num{}}, {"nằm", Num{}},
		{"20/11/2026", Num{}}, {"99999999999999999999", Num{}}, {"-", Num{}}, {"50-60-70", Num{}},
	}
	for _, tt := range tests {
		got, ok := Number(tt.in)
		if got != tt.want || ok != (tt.want != Num{}) {
			t.Errorf("Number(%q) = %+v, %v; want %+v", tt.in, got, ok, tt.want)
		}
	}
}
