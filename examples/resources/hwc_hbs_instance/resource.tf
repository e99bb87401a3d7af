# What it will cost, before it is bought.
data "hwc_hbs_price" "trade" {
  edition     = "Enterprise"
  org_num     = 2
  period_type = 2
  period_num  = 1
}

resource "hwc_hbs_instance" "trade" {
  name            = "trade-chain"
  edition         = "Enterprise"
  data_management = "Cloud"
  orgs            = ["buyer", "seller"]

  chain_info = {
    consensus      = "raft"
    sign_algorithm = "ecdsa_with_sha256"
  }

  # For one month, paid from the balance at once, and again each month.
  org_order_info = {
    period_type   = 2
    period_num    = 1
    is_auto_pay   = true
    is_auto_renew = true
  }

  tags = {
    team = "trade"
  }

  # Otherwise Terraform refuses to destroy or replace the instance.
  allow_unsubscribe = true

  lifecycle {
    precondition {
      condition     = data.hwc_hbs_price.trade.amount <= 20000
      error_message = "The blockchain costs more than planned."
    }
  }
}
