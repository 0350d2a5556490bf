"""Rows in SIPRI's three layouts. They are invented; SIPRI's own may not be shipped."""

REGISTER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
DEALS = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,"
    "TIV deal unit,TIV delivery values,Local production\n"
)
OLDER = DEALS.replace("SIPRI AT Database ID,Supplier,Recipient", "Deal ID,Seller,Buyer").replace(",", ";")
HAROP = "India,Israel,2009,?,10,,Harop ,loitering munition,(12),,2010; 2011,New,Wärtsilä engine,0.5,5,6\n"
DELIVERY = "70001,Israel,India,Harop,loitering munition,Missiles,2009,No,3,No,2012,No,New,0.5,0.5,1.5,No\n"
