"""A file that got another name on one laptop has it on the other, with its content as it was."""

from tests.sync.file_bench import CONTENT, Bench


def test_given_a_file_on_two_laptops_when_both_rename_it_then_both_show_one_name_and_its_content(
    one: Bench, other: Bench
) -> None:
    made = one.add(CONTENT)
    one.laptop.sync()
    one.carry()
    other.laptop.sync()
    one.attachments.rename(made, "left knee")
    one.laptop.sync()
    other.laptop.sync()
    assert other.attachments.get(made).row.file_name == "left knee.pdf"
    one.attachments.rename(made, "knee of the left")
    other.attachments.rename(made, "knee before surgery")
    for laptop in (one, other, one):
        laptop.laptop.sync()
    names = {bench.attachments.get(made).row.file_name for bench in (one, other)}
    assert len(names) == 1
    other.contents.want(made)
    other.carry()
    assert other.contents.read(made) == CONTENT
