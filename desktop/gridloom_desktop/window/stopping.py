"""Asking before work is given up."""

from PyQt6.QtWidgets import QMessageBox, QWidget

from gridloom_layers.language import Message, tr


def ask_whether_to_stop(parent: QWidget, title: Message) -> bool:
    """Ask whether the work called ``title`` shall be stopped; what there was before stays."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Gridloom")
    box.setText(str(tr("Work is under way: {task}.", task=title)))
    box.setInformativeText(str(tr("Stop it and close the window? What was there before stays.")))
    stop = box.addButton(str(tr("Stop and close")), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(str(tr("Keep working")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is stop
